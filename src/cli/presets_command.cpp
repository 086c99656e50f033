#include "cli/commands.h"
#include "train/presets.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace jmvae {

namespace {

void print_table() {
  std::size_t widest = 0;
  for (const Preset& preset : presets()) widest = std::max(widest, preset.name.size());
  for (const Preset& preset : presets()) {
    std::printf("%-*s %s\n", static_cast<int>(widest), preset.name.c_str(), preset.summary.c_str());
  }
}

void print_documents() {
  Json all = Json::array();
  for (const Preset& preset : presets()) {
    all.push_back({{"name", preset.name},
                   {"summary", preset.summary},
                   {"model", to_json(preset.model)},
                   {"settings", to_json(preset.settings)}});
  }
  std::printf("%s\n", json_text(all, 2).c_str());
}

}  // namespace

void add_presets_command(CLI::App& app, int& exit_code) {
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("presets", "List the presets of `jmvae train`");
  command->add_flag("--json", *json, "One JSON document with all settings");
  command->callback([json, &exit_code] {
    (*json ? print_documents : print_table)();
    exit_code = done;
  });
}

}  // namespace jmvae
