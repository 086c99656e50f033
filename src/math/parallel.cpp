#include "math/parallel.h"

#ifdef _OPENMP
#include <omp.h>
#endif

namespace jmvae {

#ifdef _OPENMP

void parallel_for(int pieces, int threads, const std::function<void(int piece)>& work) {
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (int piece = 0; piece < pieces; ++piece) work(piece);
}

int available_threads() { return omp_get_num_procs(); }

#else

void parallel_for(int pieces, int /*threads*/, const std::function<void(int piece)>& work) {
  for (int piece = 0; piece < pieces; ++piece) work(piece);
}

int available_threads() { return 1; }

#endif

}  // namespace jmvae
