// jmvae: trains, measures, converts and runs joint multimodal variational autoencoders.

#include "cli/commands.h"
#include "io/json.h"
#include "io/nearest_word.h"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace jmvae {

int report(const Error& error) {
  std::fprintf(stderr, "jmvae: %s\n", printable(error.message).c_str());
  return failed;
}

void print_note(const std::string& sentence) {
  std::fprintf(stderr, "note: %s\n", printable(sentence).c_str());
}

void print_line(const std::string& text) { std::printf("%s\n", printable(text).c_str()); }

namespace {

int misused(const std::string& sentence) {
  report({sentence});
  std::fprintf(stderr, "Try `jmvae --help` or `jmvae COMMAND --help`.\n");
  return wrong_usage;
}

/// The sentence for a first word that is no command; empty where it is one, or an option.
std::string unknown_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
    if (word == names.back()) return "";
  }
  if (word.rfind('-', 0) == 0) return "";
  return "unknown command " + quote(word) + "; did you mean " + quote(nearest_word(word, names)) + "?";
}

int run(int argc, char** argv) {
  CLI::App app(
      "Joint multimodal variational autoencoders: one hidden description of a picture and its labels.",
      "jmvae");
  app.set_version_flag("--version", JMVAE_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::help);

  int exit_code = done;
  add_train_command(app, exit_code);
  add_presets_command(app, exit_code);
  add_eval_command(app, exit_code);
  add_generate_command(app, exit_code);
  add_infer_command(app, exit_code);
  add_latent_command(app, exit_code);
  add_export_command(app, exit_code);
  add_info_command(app, exit_code);
  const std::string unknown = argc > 1 ? unknown_command(app, argv[1]) : "";
  if (!unknown.empty()) return misused(unknown);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return misused(error.what());
  } catch (const std::exception& error) {
    return report({std::string("this should not have happened: ") + error.what()});
  }
  return exit_code;
}

}  // namespace

}  // namespace jmvae

int main(int argc, char** argv) {
  using namespace jmvae;
  const int exit_code = run(argc, argv);
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit_code;
  const int failure = report({"stdout: the results could not be written; is the disk full?"});
  return exit_code == done ? failure : exit_code;
}
