#pragma once

#include "base/result.h"
#include "io/json.h"

#include <string>

namespace jmvae {

/// RUN/log.jsonl: one line for each finished epoch. After a kill the log may be ahead of the checkpoint; what
/// lies beyond it is dropped, since those epochs are made again.
class TrainLog {
 public:
  /// Goes on with what the run's log has of the epochs that its checkpoint has finished.
  TrainLog(const std::string& run, int finished_epochs);

  /// Adds an epoch's line; the file is replaced as a whole.
  Result<void> add(const Json& record);

 private:
  std::string path_, text_;
};

}  // namespace jmvae
