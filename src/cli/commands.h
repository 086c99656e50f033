#pragma once
// The subcommands. Each adds itself to the command line and does its work when chosen; results go to stdout,
// progress and failures to stderr.

#include "base/result.h"

#include <CLI/CLI.hpp>

namespace jmvae {

/// What the process ends with.
enum ExitCode { done = 0, failed = 1, wrong_usage = 2 };

// Names and texts of files are not to be trusted with a terminal: these escape control characters.

/// Prints a failure as the command's last words: "jmvae: sentence.".
int report(const Error& error);
/// Tells something on the way, on stderr.
void print_note(const std::string& sentence);
/// Prints one line of results.
void print_line(const std::string& text);

// exit_code is set when the subcommand runs.
void add_train_command(CLI::App& app, int& exit_code);
void add_presets_command(CLI::App& app, int& exit_code);
void add_eval_command(CLI::App& app, int& exit_code);
void add_generate_command(CLI::App& app, int& exit_code);
void add_infer_command(CLI::App& app, int& exit_code);
void add_latent_command(CLI::App& app, int& exit_code);
void add_export_command(CLI::App& app, int& exit_code);
void add_info_command(CLI::App& app, int& exit_code);

}  // namespace jmvae
