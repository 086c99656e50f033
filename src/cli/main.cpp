// jmvae: trains, measures, converts and runs joint multimodal variational autoencoders.

#include "cli/commands.h"

#include <cstdio>

namespace jmvae {

int report(const Error& error) {
  std::fprintf(stderr, "jmvae: %s\n", error.message.c_str());
  return failed;
}

}  // namespace jmvae

int main(int argc, char** argv) {
  using namespace jmvae;
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
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    std::fprintf(stderr, "jmvae: %s\nTry `jmvae --help` or `jmvae COMMAND --help`.\n", error.what());
    return wrong_usage;
  }
  return exit_code;
}
