#include "cli/commands.h"
#include "train/presets.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

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
  for (const Preset& preset : presets()) all.push_back(to_json(preset));
  std::printf("%s\n", json_text(all, 2).c_str());
}

Result<int> print_document(const std::string& name) {
  const auto preset = find_preset(name);
  if (!preset) return fail(preset);
  std::printf("%s\n", json_text(to_json(*preset), 2).c_str());
  return done;
}

}  // namespace

void add_presets_command(CLI::App& app, int& exit_code) {
  auto json = std::make_shared<bool>(false);
  auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("presets", "List the presets of `jmvae train`");
  command->add_option("NAME", *name, "One of them as JSON, to be changed and trained as --preset FILE.json");
  command->add_flag("--json", *json, "All of them as one JSON document, with all networks and settings");
  command->callback([json, name, &exit_code] {
    exit_code = done;
    if (!name->empty()) {
      const auto printed = print_document(*name);
      if (!printed) exit_code = report(printed.error());
    } else {
      (*json ? print_documents : print_table)();
    }
  });
}

}  // namespace jmvae
