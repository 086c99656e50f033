/* WebAssembly has no MMX; Eigen 3.4 includes this header on its SSE path all the same. */
