#include "cli/train_log.h"

#include "io/file.h"

#include <fstream>

namespace jmvae {

TrainLog::TrainLog(const std::string& run, int finished_epochs) : path_(run + "/log.jsonl") {
  remove_abandoned(path_);
  std::ifstream old(path_);
  for (std::string line; std::getline(old, line);) {
    const auto record = parse_json(line, path_);
    if (!record) break;
    const auto epoch = json_integer(*record, "epoch", 1, finished_epochs, path_);
    if (!epoch) break;
    text_ += line + "\n";
  }
}

Result<void> TrainLog::add(const Json& record) {
  text_ += json_text(record) + "\n";
  return write_file(path_, text_);
}

}  // namespace jmvae
