#pragma once
// Sharing out fixed pieces of work between threads.

#include <functional>

namespace jmvae {

/// Calls work(0) ... work(pieces - 1), each once, on up to `threads` threads. What a piece does must not
/// depend on which thread runs it; then results are the same for any number of threads. One after another in
/// the browser.
void parallel_for(int pieces, int threads, const std::function<void(int piece)>& work);

/// Processors that this process may use.
int available_threads();

}  // namespace jmvae
