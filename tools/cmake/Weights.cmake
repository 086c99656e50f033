# The weights that the screens offer: those of src/app/model_table.cpp that are in the tree.
set(patterns mnist-*-small mnist-*-partial)
foreach(data celeba avatars)
  list(APPEND patterns ${data}-jmvae-kl ${data}-jmvae ${data}-jmvae-h)
endforeach()
list(TRANSFORM patterns PREPEND ${PROJECT_SOURCE_DIR}/weights/)
list(TRANSFORM patterns APPEND .safetensors)
file(GLOB JMVAE_PAGE_WEIGHTS CONFIGURE_DEPENDS ${patterns})
