#pragma once

namespace jmvae {

/// From now on the first SIGINT or SIGTERM only asks to stop; a second one ends the process at once.
void watch_stop_signals();

/// The signal that asked to stop, or 0.
int stop_signal();

}  // namespace jmvae
