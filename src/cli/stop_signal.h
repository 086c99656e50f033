#pragma once

namespace jmvae {

/// From now on the first SIGINT or SIGTERM only asks to stop; a second one ends the process at once.
void watch_stop_signals();

/// Signals end the process at once again: for work that doesn't ask whether it should stop.
void forget_stop_signals();

/// The signal that asked to stop, or 0.
int stop_signal();

}  // namespace jmvae
