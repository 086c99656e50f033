# The weights that the screens offer: those of src/app/model_table.cpp that are in the tree.
function(jmvae_find_weights result)
  set(patterns mnist-*-small mnist-*-partial)
  foreach(data celeba avatars)
    list(APPEND patterns ${data}-jmvae-kl ${data}-jmvae ${data}-jmvae-h)
  endforeach()
  list(TRANSFORM patterns PREPEND ${PROJECT_SOURCE_DIR}/weights/)
  list(TRANSFORM patterns APPEND .safetensors)
  file(GLOB files CONFIGURE_DEPENDS ${patterns})
  set(${result} ${files} PARENT_SCOPE)
endfunction()

jmvae_find_weights(JMVAE_PAGE_WEIGHTS)
