# The weights that the screens offer: those of src/app/model_table.cpp that are in the tree.
file(GLOB JMVAE_PAGE_WEIGHTS CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/weights/mnist-*-small.safetensors ${PROJECT_SOURCE_DIR}/weights/mnist-*-partial.safetensors)
