// Training is a function of its settings: not of threads, of stops, or of the run.

#include "small_spec.h"
#include "temporary_folder.h"
#include "train/checkpoint.h"
#include "train/rare_examples.h"
#include "train/trainer.h"

#include <doctest/doctest.h>

#include <limits>
#include <numeric>

using namespace jmvae;

namespace {

ModelSpec stripes_spec(const std::string& kind = "jmvae-kl") { return small_spec(kind, {4, 4, 1}, 3, 8); }

/// Three kinds of grey stripes, labelled.
Examples stripes(Index count) {
  std::vector<std::uint8_t> pixels, labels;
  for (Index i = 0; i < count; ++i) {
    Random random(4, Purpose::test, 0, static_cast<std::uint32_t>(i));
    const std::uint32_t label = random.below(3);
    for (std::uint32_t pixel = 0; pixel < 16; ++pixel) {
      const bool ink = label == 0 ? pixel % 2 : label == 1 ? pixel / 4 % 2 : (pixel + pixel / 4) % 2;
      pixels.push_back(static_cast<std::uint8_t>((ink ? 180 : 20) + random.below(40)));
    }
    labels.push_back(static_cast<std::uint8_t>(label));
  }
  Examples examples;
  examples.count = count;
  examples.columns = {{"image", ExampleColumn::Coding::intensity, 16, std::move(pixels)},
                      {"label", ExampleColumn::Coding::category, 3, std::move(labels)}};
  return examples;
}

TrainSettings short_run() {
  TrainSettings settings;
  settings.epochs = 3;
  settings.batch = 300;  // three chunks
  settings.warmup_epochs = 2;
  settings.final_learning_rate = 1e-4;
  settings.average_decay = 0.9;
  settings.augment.shift = 1;
  settings.adam.epsilon = 1e-8;
  return settings;
}

struct Run {
  std::unique_ptr<Model> model;
  Examples examples;
  std::unique_ptr<Trainer> trainer;
};

Run begin(const TrainSettings& settings, int threads, const ModelSpec& spec = stripes_spec()) {
  Run run{std::move(*make_model(spec)), stripes(1200), nullptr};
  auto trainer = Trainer::make(*run.model, run.examples, settings, threads);
  REQUIRE(trainer);
  run.trainer = std::move(*trainer);
  return run;
}

void finish(Run& run) {
  while (!run.trainer->done()) {
    if (run.trainer->at_epoch_end()) run.trainer->forget_means();
    REQUIRE(run.trainer->step());
  }
}

std::string failure_of(const TrainSettings& settings) {
  const auto model = make_model(stripes_spec());
  const Examples examples = stripes(600);
  const auto trainer = Trainer::make(**model, examples, settings, 1);
  return trainer ? "" : trainer.error().message;
}

}  // namespace

TEST_CASE("the weights are the same to the bit for any number of threads, and from run to run") {
  Run one = begin(short_run(), 1), two = begin(short_run(), 2), three = begin(short_run(), 3);
  finish(one);
  finish(two);
  finish(three);
  CHECK(one.trainer->state().parameters == two.trainer->state().parameters);
  CHECK(one.trainer->state().parameters == three.trainer->state().parameters);
  CHECK(one.trainer->result() == two.trainer->result());
  TrainSettings other_seed = short_run();
  other_seed.seed = 2;
  Run other = begin(other_seed, 2);
  finish(other);
  CHECK(one.trainer->state().parameters != other.trainer->state().parameters);
}

TEST_CASE("an adversary's first step is as many times longer as its rate says, and nobody else's") {
  const auto first_step = [](double rate) {
    ModelSpec spec = stripes_spec();
    spec.adversary = AdversarySpec{"image", {{5, Activation::leaky_relu}}, rate};
    TrainSettings settings = short_run();
    settings.learning_rate = 1e-5;  // so that a step is much as long as its gradient says
    Run run = begin(settings, 2, spec);
    const Vector before = run.trainer->state().parameters;
    run.trainer->forget_means();
    REQUIRE(run.trainer->step());
    return std::pair(Vector(run.trainer->state().parameters - before), std::move(run.model));
  };
  const auto [slow, model] = first_step(1);
  const auto [fast, same_model] = first_step(4);
  for (const Tensor& tensor : model->layout().tensors()) {
    CAPTURE(tensor.name);
    const bool of_adversary = tensor.name.rfind(training_prefix, 0) == 0;
    const Vector expected = (of_adversary ? 4 : 1) * slow.segment(tensor.offset, tensor.size);
    CHECK((fast.segment(tensor.offset, tensor.size) - expected).cwiseAbs().maxCoeff() < 1e-6);
    if (of_adversary) CHECK(expected.cwiseAbs().maxCoeff() > 2e-5);
  }
}

TEST_CASE("a run that stopped anywhere goes on from its checkpoint as if it had not") {
  Run whole = begin(short_run(), 2);
  finish(whole);
  for (const int stop_after : {1, 4, 7}) {
    TemporaryFolder folder;
    const std::string out = folder / "run";
    std::filesystem::create_directory(out);
    Run first = begin(short_run(), 2);
    for (int i = 0; i < stop_after; ++i) {
      if (first.trainer->at_epoch_end()) first.trainer->forget_means();
      REQUIRE(first.trainer->step());
    }
    REQUIRE(save_checkpoint(out, *first.model, short_run(), *first.trainer, Json::object()));

    auto checkpoint = load_checkpoint(out);
    REQUIRE(checkpoint);
    CHECK(json_text(to_json(checkpoint->settings)) == json_text(to_json(short_run())));
    Run second = begin(checkpoint->settings, 1);
    second.trainer->resume(std::move(checkpoint->state));
    CHECK(second.trainer->state().means == first.trainer->state().means);
    finish(second);
    CHECK(second.trainer->state().parameters == whole.trainer->state().parameters);
    CHECK(second.trainer->state().adam.second_moment == whole.trainer->state().adam.second_moment);
    CHECK(second.trainer->result() == whole.trainer->result());
    CHECK(second.trainer->state().means == whole.trainer->state().means);
  }
}

TEST_CASE("training improves the objective") {
  TrainSettings settings = short_run();
  settings.epochs = 40;
  settings.warmup_epochs = 0;
  settings.learning_rate = 0.02;
  settings.augment = {};
  Run run = begin(settings, 2);
  REQUIRE(run.trainer->step());
  const double at_first = run.trainer->state().means.at("objective").mean();
  finish(run);
  CHECK(run.trainer->state().means.at("objective").mean() > at_first + 1.5);
}

TEST_CASE("a checkpoint replaces the one before as a whole") {
  TemporaryFolder folder;
  Run run = begin(short_run(), 1);
  REQUIRE(save_checkpoint(folder / ".", *run.model, short_run(), *run.trainer, Json::object()));
  REQUIRE(run.trainer->step());
  REQUIRE(save_checkpoint(folder / ".", *run.model, short_run(), *run.trainer, Json::object()));
  CHECK(folder.count() == 1);
  CHECK(load_checkpoint(folder / ".")->state.step == 1);
  const std::string path = checkpoint_path(folder / ".");
  folder.put("checkpoint.safetensors", TemporaryFolder::content(path).substr(0, 1000));
  CHECK(!load_checkpoint(folder / "."));
  CHECK(!load_checkpoint(folder / "none"));
}

TEST_CASE("training stops at the step where a term is no longer finite, and keeps its state") {
  Run run = begin(short_run(), 2);
  REQUIRE(run.trainer->step());
  TrainState broken = run.trainer->state();
  const Tensor& bias = run.model->layout().tensors().back();
  broken.parameters[bias.offset] = std::numeric_limits<Real>::infinity();
  const Vector before = broken.parameters;
  run.trainer->resume(std::move(broken));
  const auto stepped = run.trainer->step();
  REQUIRE(!stepped);
  CHECK(stepped.error().message.find("log p(label|z)") != std::string::npos);
  CHECK(stepped.error().message.find("step 2") != std::string::npos);
  CHECK(run.trainer->state().step == 1);
  CHECK(run.trainer->state().parameters == before);
}

TEST_CASE("the schedules are those of the settings") {
  TrainSettings settings = short_run();
  settings.warmup_epochs = 5;
  Run run = begin(settings, 1);
  CHECK(run.trainer->kl_weight(0) == 0);
  CHECK(run.trainer->kl_weight(2) == doctest::Approx(0.5));
  CHECK(run.trainer->kl_weight(4) == 1);
  CHECK(run.trainer->kl_weight(9) == 1);
  CHECK(run.trainer->learning_rate() == doctest::Approx(1e-3));
  settings.warmup_epochs = 0;
  CHECK(begin(settings, 1).trainer->kl_weight(0) == 1);
}

TEST_CASE("data or settings that do not fit the model are refused") {
  TrainSettings settings = short_run();
  settings.batch = 601;
  CHECK(failure_of(settings).find("601") != std::string::npos);
  settings = short_run();
  settings.likelihood_weight["labl"] = 2;
  CHECK(failure_of(settings).find("image, label") != std::string::npos);
  settings = short_run();
  settings.present["labl"] = 0.5;
  CHECK(failure_of(settings).find("present.labl") != std::string::npos);
  settings = short_run();
  settings.only_encoder = "labl";
  CHECK(failure_of(settings).find("only_encoder") != std::string::npos);
  settings.only_encoder = "label";
  settings.samples = 2;
  CHECK(failure_of(settings).find("samples") != std::string::npos);
  settings.samples = 1;
  settings.reading = 1;
  CHECK(failure_of(settings).find("no labels or attributes besides label") != std::string::npos);
  settings.only_encoder = "image";
  CHECK(failure_of(settings).empty());
  settings.only_encoder.clear();
  CHECK(failure_of(settings).find("only_encoder") != std::string::npos);
  settings.reading = 0;
  settings.only_encoder = "label";
  const auto model = make_model(stripes_spec("jmvae"));
  const auto trainer = Trainer::make(**model, stripes(600), settings, 1);
  REQUIRE(!trainer);
  CHECK(trainer.error().message.find("found a jmvae") != std::string::npos);
}

TEST_CASE("a later stage fits an encoder of other networks to a model that stays as it is") {
  TrainSettings settings = short_run();
  Run first = begin(settings, 1);
  finish(first);
  ModelSpec spec = stripes_spec();
  spec.modalities[1].components = 4;

  // Where all learns, all must fit.
  const auto refused = begin(settings, 1, spec).trainer->begin_with(*first.model, first.trainer->result());
  REQUIRE(!refused);
  CHECK(refused.error().message.find("\"encoder.label.") != std::string::npos);

  settings.only_encoder = "label";
  settings.epochs = 20;
  settings.learning_rate = 3e-3;
  Run second = begin(settings, 1, spec);
  REQUIRE(second.trainer->begin_with(*first.model, first.trainer->result()));
  const Vector begun = second.trainer->state().parameters;
  double log_probability = -std::numeric_limits<double>::infinity();
  for (const bool last : {false, true}) {
    do {
      if (second.trainer->at_epoch_end()) second.trainer->forget_means();
      REQUIRE(second.trainer->step());
    } while (last ? !second.trainer->done() : !second.trainer->at_epoch_end());
    const double mean = second.trainer->state().means.at("log q(z|label)").mean();
    CHECK(mean > log_probability + (last ? 0.1 : 0));
    log_probability = mean;
  }
  for (const Tensor& tensor : second.model->layout().tensors()) {
    CAPTURE(tensor.name);
    const auto now = second.trainer->state().parameters.segment(tensor.offset, tensor.size);
    const bool same = now == begun.segment(tensor.offset, tensor.size);
    CHECK(same == (tensor.name.rfind("encoder.label.", 0) != 0));
  }
}

TEST_CASE("a later stage learns which attributes go together, and nothing else") {
  TrainSettings settings = short_run();
  ModelSpec spec = stripes_spec();
  spec.modalities[1].likelihood = LikelihoodKind::bernoulli;
  Run first = begin(settings, 1, spec);
  finish(first);
  const auto failure_of = [&](const ModelSpec& of) {
    const auto model = make_model(of);
    const auto trainer = Trainer::make(**model, stripes(600), settings, 1);
    return trainer ? "" : trainer.error().message;
  };
  settings.only_imputer = "label";
  CHECK(failure_of(spec).find("no imputer of label") != std::string::npos);
  spec.modalities[1].imputed = true;
  settings.only_encoder = "label";
  CHECK(failure_of(spec).find("one stage trains one") != std::string::npos);
  settings.only_encoder.clear();
  settings.only_imputer = "labl";
  CHECK(failure_of(spec).find("only_imputer") != std::string::npos);

  settings.only_imputer = "label";
  settings.epochs = 20;
  settings.learning_rate = 0.3;
  Run second = begin(settings, 1, spec);
  REQUIRE(second.trainer->begin_with(*first.model, first.trainer->result()));
  const Vector begun = second.trainer->state().parameters;
  finish(second);
  for (const Tensor& tensor : second.model->layout().tensors()) {
    CAPTURE(tensor.name);
    const auto now = second.trainer->result().segment(tensor.offset, tensor.size);
    const bool same = now == begun.segment(tensor.offset, tensor.size);
    CHECK(same == (tensor.name.rfind("imputer.label.", 0) != 0));
  }
  // Just one of a label's values is on.
  Tape tape(second.trainer->result());
  std::vector<Random> randoms = random_rows(1, Purpose::test, 0, 0, 200);
  const Matrix drawn = second.model->latent()->imputer(1)->impute(tape, {}, randoms);
  CHECK((drawn.rowwise().sum().array() == 1).count() > 180);
}

TEST_CASE("what disturbs an adversary's pictures is refused where there is none") {
  for (double TrainSettings::*setting : {&TrainSettings::smoothness, &TrainSettings::reading_noise}) {
    TrainSettings settings = short_run();
    settings.*setting = 0.1;
    ModelSpec spec = stripes_spec();
    const auto refused = Trainer::make(**make_model(spec), stripes(600), settings, 1);
    REQUIRE(!refused);
    CHECK(refused.error().message.find("is of an adversary, and this model has none") != std::string::npos);
    spec.adversary = AdversarySpec{"image", {{5, Activation::leaky_relu}}};
    Run one = begin(settings, 1, spec), two = begin(settings, 3, spec);
    finish(one);
    finish(two);
    CHECK(one.trainer->state().parameters == two.trainer->state().parameters);
    settings.*setting = 0;
    Run plain = begin(settings, 1, spec);
    finish(plain);
    CHECK(one.trainer->state().parameters != plain.trainer->state().parameters);
  }
}

TEST_CASE("examples without a label teach the picture; threads and stops still change nothing") {
  TrainSettings settings = short_run();
  settings.present["label"] = 0.1;
  settings.samples = 2;
  for (const char* kind : {"jmvae", "jmvae-kl", "jmvae-h", "telbo", "mvae", "cvae", "cmma"}) {
    CAPTURE(kind);
    ModelSpec spec = stripes_spec(kind);
    for (ModalitySpec& modality : spec.modalities) modality.partial = spec.kind != "cvae";
    Run one = begin(settings, 1, spec), two = begin(settings, 3, spec);
    finish(one);
    finish(two);
    CHECK(one.trainer->state().parameters == two.trainer->state().parameters);
    const EpochMeans& means = one.trainer->state().means;
    const bool conditional = spec.kind == "cvae" || spec.kind == "cmma";
    const auto labelled = conditional ? means.at("objective").count : means.at("log p(label|z)").count;
    CHECK(labelled > 80);
    CHECK(labelled < 160);
    CHECK(means.at("objective").count == (conditional ? labelled : 1200));
  }
}

TEST_CASE("examples are drawn for what is rare about them, and those that have it equally often") {
  // 1000 examples: the first 10 have attribute 0, the first 500 attribute 1, none attribute 2.
  ExampleColumn attributes = {"attributes", ExampleColumn::Coding::intensity, 3, {}};
  std::vector<std::uint8_t> bytes;
  for (int i = 0; i < 1000; ++i) {
    for (const bool has : {i < 10, i < 500, false}) bytes.push_back(has ? 255 : 0);
  }
  attributes.bytes = std::move(bytes);
  CHECK(rarity(attributes) == std::vector<Real>{Real(1) / 10, Real(1) / 500, 0});
  const RareExamples rare(1000, {&attributes});
  std::vector<int> times(1000, 0);
  constexpr int draws = 40000;
  Random random(5, Purpose::test);
  for (int i = 0; i < draws; ++i) ++times[rare.draw(random)];
  const double of_first = 0.1 / (0.1 + 0.002), of_second = 1 - of_first;
  for (std::size_t i = 0; i < 10; ++i) {
    CHECK(times[i] == doctest::Approx(draws * (of_first / 10 + of_second / 500)).epsilon(0.1));
  }
  const int others = std::accumulate(times.begin() + 10, times.begin() + 500, 0);
  CHECK(others == doctest::Approx(draws * of_second * 490 / 500).epsilon(0.15));
  CHECK(std::accumulate(times.begin() + 500, times.end(), 0) == 0);
  CHECK(RareExamples(1000, {}).empty());
}

TEST_CASE(
    "with rare attributes balanced, threads and stops still change nothing, and the weights are others") {
  TrainSettings settings = short_run();
  ModelSpec spec = stripes_spec();
  spec.modalities[1].likelihood = LikelihoodKind::bernoulli;
  Run plain = begin(settings, 1, spec);
  finish(plain);
  settings.balanced = 0.5;
  Run one = begin(settings, 1, spec), two = begin(settings, 3, spec);
  finish(one);
  for (int i = 0; i < 5; ++i) {
    if (two.trainer->at_epoch_end()) two.trainer->forget_means();
    REQUIRE(two.trainer->step());
  }
  Run rest = begin(settings, 2, spec);
  rest.trainer->resume(two.trainer->state());
  finish(rest);
  CHECK(one.trainer->state().parameters == rest.trainer->state().parameters);
  CHECK(one.trainer->state().parameters != plain.trainer->state().parameters);
  CHECK(failure_of(settings).find("\"balanced\"") != std::string::npos);  // a label is no attribute
}

TEST_CASE("statistics follow every example alike that has what they are of") {
  TrainSettings settings = short_run();
  settings.augment.shift = 0;
  settings.binarize = false;
  ModelSpec spec = stripes_spec("jmvae");
  spec.modalities[0].branch[0].normalize = true;
  const auto moved = [&](const char* statistic, double images, double labels) {
    settings.present = {{"image", images}, {"label", labels}};
    Run run = begin(settings, 1, spec);
    REQUIRE(run.trainer->step());
    for (const Tensor& tensor : run.model->layout().tensors()) {
      if (tensor.name == std::string("joint.image.0.running_") + statistic)
        return Vector(run.trainer->state().parameters.segment(tensor.offset, tensor.size));
    }
    return Vector();
  };
  // The branch of pictures sees the same three hundred, at once or in groups of very different sizes.
  const Vector together = moved("mean", 1, 1), apart = moved("mean", 1, 0.05);
  REQUIRE(together.size() > 0);
  CHECK(together.norm() > 0.01);
  CHECK(apart.isApprox(together, Real(1e-3)));
  // Here it sees a part of them, and zeros where a picture is missing.
  CHECK(moved("mean", 0.4, 1).isApprox(together, Real(0.1)));
  const auto movement = [&](double images) { return Vector(moved("variance", images, 1).array() - 1); };
  CHECK(movement(0.4).isApprox(movement(1), Real(0.02)));
}

TEST_CASE("with no label at all, a model learns the pictures and leaves the label's networks alone") {
  TrainSettings settings = short_run();
  settings.present["label"] = 0;
  settings.average_decay = 0;
  Run run = begin(settings, 2);
  const Vector before = run.trainer->state().parameters;
  finish(run);
  for (const Tensor& tensor : run.model->layout().tensors()) {
    CAPTURE(tensor.name);
    const bool unchanged = run.trainer->state().parameters.segment(tensor.offset, tensor.size) ==
                           before.segment(tensor.offset, tensor.size);
    const bool of_pictures =
        tensor.name.rfind("encoder.image", 0) == 0 || tensor.name.rfind("decoder.image", 0) == 0;
    CHECK(unchanged != of_pictures);
  }
}

TEST_CASE("a model of fewer modalities takes its columns by name") {
  ModelSpec spec = stripes_spec("vae");
  Run run = begin(short_run(), 2, spec);
  finish(run);
  CHECK(run.trainer->state().means.count("log p(image|z)") == 1);
  spec.modalities[0].shape = {5, 5, 1};
  const auto model = make_model(spec);
  const Examples examples = stripes(600);
  const auto trainer = Trainer::make(**model, examples, short_run(), 1);
  REQUIRE(!trainer);
  CHECK(trainer.error().message.find("25 numbers") != std::string::npos);
}
