// How fast convolutions run, beside the best matrix product of the same machine in the same run.
//
//   convolution_speed [--threads N] [--rounds N]
//
// Prints one JSON document: for layers of the face presets, forward and backward of 32 pictures a thread as
// GFLOP/s (2 operations a weight and place, three times: forward, and the gradients of input and weights) and
// the share of the product's rate; medians over rounds that take turns.

#include "io/json.h"
#include "nn/layer.h"
#include "product_rate.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

using namespace jmvae;

namespace {

constexpr Index samples = 32;

struct Subject {
  Shape inputs;
  LayerSpec spec;
  double operations = 0;  // of one round, all threads together
  std::vector<double> seconds;
  Json names;
};

Subject subject(const Shape& inputs, LayerKind kind, Index channels, const Window& window, int threads) {
  LayerSpec spec = {channels, Activation::linear, kind};
  spec.window = window;
  const Shape outputs = *shape_after(spec, inputs);
  const bool transposed = kind == LayerKind::transposed_convolution;
  const Index places = transposed ? inputs.pixels() : outputs.pixels();
  const Index weights = inputs.channels * channels * window.kernel * window.kernel;
  return {inputs,
          spec,
          6.0 * threads * static_cast<double>(samples * places * weights),
          {},
          {{"layer", transposed ? "transposed convolution" : "convolution"},
           {"pixels", {inputs.height, inputs.width}},
           {"channels", {inputs.channels, channels}},
           {"kernel", window.kernel},
           {"stride", window.stride}}};
}

}  // namespace

int main(int argc, char** argv) {
  int threads = available_threads(), rounds = 9;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (!std::strcmp(argv[i], "--threads")) threads = std::max(1, std::atoi(argv[i + 1]));
    if (!std::strcmp(argv[i], "--rounds")) rounds = std::max(1, std::atoi(argv[i + 1]));
  }
  const auto down = LayerKind::convolution, up = LayerKind::transposed_convolution;
  std::vector<Subject> subjects = {
      subject({64, 64, 3}, down, 64, {4, 2}, threads),    subject({32, 32, 64}, down, 128, {4, 2}, threads),
      subject({16, 16, 128}, down, 256, {4, 2}, threads), subject({16, 16, 64}, down, 64, {3, 1}, threads),
      subject({4, 4, 256}, up, 256, {4, 2}, threads),     subject({16, 16, 128}, up, 64, {4, 2}, threads),
      subject({32, 32, 64}, up, 3, {4, 2}, threads)};

  struct Work {
    Vector parameters, gradients;
    std::unique_ptr<Tape> tape;
    Matrix x;
  };
  std::vector<double> products;
  for (int round = 0; round <= rounds; ++round) {
    const double product = product_rate(threads);
    if (round > 0) products.push_back(product);  // the first round warms up
    for (Subject& one : subjects) {
      ParameterLayout layout;
      const Dense source(layout, "source", 1, one.inputs.size());  // so that the input needs a gradient
      const Layer layer(layout, "layer", one.inputs, one.spec);
      std::vector<Work> work(static_cast<std::size_t>(threads));
      for (Work& mine : work) {
        mine.parameters = layout.initialize(1);
        mine.gradients = Vector::Zero(layout.size());
        mine.tape = std::make_unique<Tape>(mine.parameters, mine.gradients);
        mine.x = Matrix::Ones(samples, 1);
      }
      std::vector<Variable> inputs, results(work.size());
      for (Work& mine : work) inputs.push_back(source(mine.tape->constant(mine.x)));
      const double seconds = seconds_of([&] {
        parallel_for(threads, threads, [&](int thread) {
          const auto t = static_cast<std::size_t>(thread);
          results[t] = layer(inputs[t]);
          work[t].tape->backward(results[t], 1);
        });
      });
      if (round > 0) one.seconds.push_back(seconds);
    }
  }
  const double best = median(products);
  Json document = {{"threads", threads}, {"product_gflops", best}, {"convolutions", Json::array()}};
  double operations = 0, seconds = 0;
  for (Subject& one : subjects) {
    const double rate = 1e-9 * one.operations / median(one.seconds);
    one.names["gflops"] = rate;
    one.names["share_of_product"] = rate / best;
    document["convolutions"].push_back(one.names);
    operations += one.operations;
    seconds += median(one.seconds);
  }
  document["share_of_product_of_all"] = 1e-9 * operations / seconds / best;
  std::printf("%s\n", json_text(document, 2).c_str());
  return 0;
}
