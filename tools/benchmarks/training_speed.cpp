// How fast training runs, beside the best matrix product of the same machine in the same run.
//
//   training_speed [--threads N] [--rounds N]
//
// Prints one JSON document: GFLOP/s of products (one 1024 x 1024 x 1024 product a thread, all threads at
// once), and for each batch size the step of JMVAE-kl with the paper's networks, as images a second, GFLOP/s
// (6 operations a parameter and example: forward, and twice that backward) and its share of the product's
// rate. Products and steps take turns, so that a machine whose speed drifts is fair to both; medians are over
// rounds.

#include "io/json.h"
#include "product_rate.h"
#include "train/presets.h"
#include "train/trainer.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

using namespace jmvae;

namespace {

/// Digits don't matter to the clock, grey noise and random labels do as well.
Examples noise(Index count) {
  Examples examples;
  examples.count = count;
  examples.columns = {{"image", ExampleColumn::Coding::intensity, 784, {}},
                      {"label", ExampleColumn::Coding::category, 10, {}}};
  Random random(1, Purpose::test);
  for (Index i = 0; i < count * 784; ++i)
    examples.columns[0].bytes.push_back(static_cast<std::uint8_t>(random.bits()));
  for (Index i = 0; i < count; ++i)
    examples.columns[1].bytes.push_back(static_cast<std::uint8_t>(random.below(10)));
  return examples;
}

}  // namespace

int main(int argc, char** argv) {
  int threads = available_threads(), rounds = 15;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (!std::strcmp(argv[i], "--threads")) threads = std::max(1, std::atoi(argv[i + 1]));
    if (!std::strcmp(argv[i], "--rounds")) rounds = std::max(1, std::atoi(argv[i + 1]));
  }
  const Preset preset = *find_preset("mnist-jmvae-kl");
  const auto model = *make_model(preset.model);
  const Examples examples = noise(10240);
  const double operations = 6.0 * static_cast<double>(model->layout().count());

  const std::vector<int> batches = {100, 512};
  std::vector<std::unique_ptr<Trainer>> trainers;
  for (const int batch : batches) {
    TrainSettings settings = preset.settings;
    settings.batch = batch;
    settings.epochs = 1000;
    trainers.push_back(std::move(*Trainer::make(*model, examples, settings, threads)));
    if (!trainers.back()->step()) return 1;
  }
  product_rate(threads);

  std::vector<double> products;
  std::vector<std::vector<double>> steps(batches.size());
  for (int round = 0; round < rounds; ++round) {
    products.push_back(product_rate(threads));
    for (std::size_t b = 0; b < batches.size(); ++b) {
      const int count = 2000 / batches[b];
      bool stepped = true;
      steps[b].push_back(seconds_of([&] {
                           for (int i = 0; i < count; ++i)
                             stepped = stepped && trainers[b]->step().has_value();
                         }) /
                         count);
      if (!stepped) return 1;
    }
  }

  const double best = median(products);
  Json document = {{"threads", threads}, {"product_gflops", best}, {"training", Json::array()}};
  for (std::size_t b = 0; b < batches.size(); ++b) {
    const double seconds = median(steps[b]), rate = 1e-9 * operations * batches[b] / seconds;
    document["training"].push_back({{"batch", batches[b]},
                                    {"images_per_second", batches[b] / seconds},
                                    {"gflops", rate},
                                    {"share_of_product", rate / best}});
  }
  std::printf("%s\n", json_text(document, 2).c_str());
  return 0;
}
