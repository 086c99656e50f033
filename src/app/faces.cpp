#include "app/faces.h"

#include "app/condition.h"
#include "io/nearest_word.h"

#include <algorithm>
#include <set>
#include <utility>

namespace jmvae {

namespace {

constexpr const char* imputation = "imputation";

/// What a model is given. The numbers are kept here, the picture elsewhere.
class FaceCondition {
 public:
  FaceCondition(const jmvae_model* model, const FaceModalities& modalities)
      : modalities_(modalities),
        values_(static_cast<std::size_t>(jmvae_modality_count(model)), nullptr),
        known_(values_) {}
  FaceCondition(const FaceCondition&) = delete;
  FaceCondition& operator=(const FaceCondition&) = delete;

  /// Gives those that are on or off; nothing where all are free.
  void give_wishes(const Wishes& wishes) {
    const auto at = static_cast<std::size_t>(modalities_.attributes);
    attributes_.assign(wishes.size(), 0);
    mask_.assign(wishes.size(), 0);
    for (std::size_t i = 0; i < wishes.size(); ++i) {
      attributes_[i] = wishes[i] == Wish::on ? 1.0f : 0.0f;
      mask_[i] = wishes[i] == Wish::free ? 0.0f : 1.0f;
    }
    const bool any = std::count(mask_.begin(), mask_.end(), 1.0f) > 0;
    const bool all = std::count(mask_.begin(), mask_.end(), 0.0f) == 0;
    values_[at] = any ? attributes_.data() : nullptr;
    known_[at] = all ? nullptr : mask_.data();
  }

  /// Lets the model draw the attributes that are free, where it does that.
  void impute_the_free() {
    const bool any_wish = values_[static_cast<std::size_t>(modalities_.attributes)] != nullptr;
    const bool imputes = modalities_.imputed == Imputed::always ||
                         (modalities_.imputed == Imputed::where_all_are_free && !any_wish);
    filling_ = imputes ? imputation : nullptr;
  }

  void emphasize(float emphasis) { emphasis_ = emphasis; }

  void give_picture(const std::vector<float>& picture) {
    values_[static_cast<std::size_t>(modalities_.image)] = picture.data();
  }

  const jmvae_condition* get() {
    condition_ = {values_.data(), known_.data(), filling_, face_sweeps, emphasis_};
    return &condition_;
  }

 private:
  const FaceModalities& modalities_;
  std::vector<float> attributes_, mask_;
  std::vector<const float*> values_, known_;
  const char* filling_ = nullptr;
  float emphasis_ = 0;
  jmvae_condition condition_ = {};
};

/// z from the noise of one place: [latent_size].
Result<std::vector<float>> draw(const jmvae_model* model, FaceCondition& condition, float spread,
                                const FaceNoise& noise) {
  std::vector<float> z(static_cast<std::size_t>(jmvae_latent_size(model)));
  if (jmvae_draw(model, condition.get(), spread, noise.seed, noise.row, 1, z.data()) != 0)
    return fail_in_words();
  return z;
}

/// The picture of one z: [side, side, 3].
Result<std::vector<float>> decoded(const jmvae_model* model, const FaceModalities& modalities,
                                   const Result<std::vector<float>>& z) {
  if (!z) return z;
  std::vector<float> picture(modalities.picture_size());
  if (jmvae_decode(model, modalities.image, z->data(), 1, picture.data()) != 0) return fail_in_words();
  return picture;
}

Result<std::vector<float>> z_of(const jmvae_model* model, const FaceModalities& modalities,
                                const FaceOrder& order, const FacePlace& place) {
  FaceCondition condition(model, modalities);
  condition.emphasize(order.emphasis);
  Wishes wishes = order.wishes;
  const auto wish_slide = [&](Wish wish) {
    if (place.slide >= 0) wishes[static_cast<std::size_t>(place.slide)] = wish;
    condition.give_wishes(wishes);
    condition.impute_the_free();
  };
  if (place.along >= 1) {
    wish_slide(Wish::on);
    return draw(model, condition, order.spread, place.to);
  }
  wish_slide(Wish::off);
  auto z = draw(model, condition, order.spread, place.from);
  if (!z || place.along <= 0) return z;
  wish_slide(Wish::on);
  const auto end = draw(model, condition, order.spread, place.to);
  if (!end) return end;
  for (std::size_t i = 0; i < z->size(); ++i) (*z)[i] += ((*end)[i] - (*z)[i]) * place.along;
  return z;
}

}  // namespace

int FaceModalities::find(const std::string& name) const {
  const auto found = std::find_if(descriptions.begin(), descriptions.end(),
                                  [&](const Attribute& attribute) { return attribute.name == name; });
  return found == descriptions.end() ? -1 : static_cast<int>(found - descriptions.begin());
}

Result<FaceModalities> face_modalities(const jmvae_model* model, bool imputes_parts) {
  FaceModalities modalities;
  modalities.image = jmvae_modality_find(model, "image");
  modalities.attributes = jmvae_modality_find(model, "attributes");
  int shape[3] = {};
  if (modalities.image < 0 || modalities.attributes < 0 || jmvae_modality_count(model) != 2 ||
      jmvae_modality_shape(model, modalities.image, shape) != 0 || shape[0] != shape[1] || shape[2] != 3) {
    return fail("The model ", jmvae_kind(model),
                " is not one of faces: it should have a square image in colours and attributes.");
  }
  modalities.side = shape[0];
  std::vector<std::string> names;
  for (int i = 0; i < jmvae_modality_size(model, modalities.attributes); ++i) {
    const char* name = jmvae_value_name(model, modalities.attributes, i);
    names.push_back(name ? name : std::to_string(i));
  }
  modalities.descriptions = describe_attributes(names);
  const jmvae_condition by_imputation = {nullptr, nullptr, imputation, 0, 0};
  if (jmvae_check(model, &by_imputation, modalities.image) == 0)
    modalities.imputed = imputes_parts ? Imputed::always : Imputed::where_all_are_free;
  return modalities;
}

Wish wish(const State& state, const std::string& name) {
  const auto in = [&](const Names& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return in(state.on) ? Wish::on : in(state.off) ? Wish::off : Wish::free;
}

Wishes wishes(const FaceModalities& modalities, const State& state) {
  Wishes all;
  for (const Attribute& attribute : modalities.descriptions) all.push_back(wish(state, attribute.name));
  return all;
}

void set_wish(State& state, const std::string& name, Wish wish) {
  for (Names* names : {&state.on, &state.off}) {
    names->erase(std::remove(names->begin(), names->end(), name), names->end());
  }
  if (wish == Wish::on) state.on.push_back(name);
  if (wish == Wish::off) state.off.push_back(name);
}

void choose_preset(State& state, const AttributePreset& preset) {
  state.on.assign(preset.on.begin(), preset.on.end());
  state.off.assign(preset.off.begin(), preset.off.end());
}

Wish next_wish(Wish wish) {
  return wish == Wish::free ? Wish::on : wish == Wish::on ? Wish::off : Wish::free;
}

std::vector<std::string> leave_out_unknown(State& state, const FaceModalities& modalities) {
  std::vector<std::string> names, sentences;
  for (const Attribute& attribute : modalities.descriptions) names.push_back(attribute.name);
  const auto unknown = [&](const std::string& name) {
    if (modalities.find(name) >= 0) return false;
    sentences.push_back(say(words::no_such_attribute, name, nearest_word(name, names)));
    return true;
  };
  for (Names* list : {&state.on, &state.off}) {
    list->erase(std::remove_if(list->begin(), list->end(), unknown), list->end());
  }
  if (!state.slide.empty() && unknown(state.slide)) state.slide.clear();
  return sentences;
}

void wish_by_chance(State& state, const FaceModalities& modalities) {
  state.on.clear();
  state.off.clear();
  std::vector<const Attribute*> candidates;
  for (const Attribute& attribute : modalities.descriptions) {
    if (attribute.first) candidates.push_back(&attribute);
  }
  int chance = next_seed(state.seed);
  const auto below = [&](std::size_t count) {
    chance = next_seed(chance);
    return static_cast<std::size_t>(chance / 7) % count;
  };
  std::set<std::string> groups;
  const std::size_t wanted = 2 + below(3);
  for (std::size_t i = 0; i < wanted && !candidates.empty(); ++i) {
    const auto at = candidates.begin() + static_cast<std::ptrdiff_t>(below(candidates.size()));
    const bool on = groups.insert((*at)->group).second;
    set_wish(state, (*at)->name, on ? Wish::on : Wish::off);
    candidates.erase(at);
  }
  state.seed = chance;
}

std::string in_words(const FaceModalities& modalities, const Wishes& wishes) {
  std::string list;
  for (const Wish side : {Wish::on, Wish::off}) {
    for (std::size_t i = 0; i < wishes.size(); ++i) {
      if (wishes[i] != side) continue;
      if (!list.empty()) list += say(words::comma);
      const std::string own = with_small_letter(modalities.descriptions[i].words);
      list += side == Wish::off ? say(words::not_attribute, own) : own;
    }
  }
  return list;
}

bool operator==(const FaceNoise& a, const FaceNoise& b) { return a.seed == b.seed && a.row == b.row; }

bool operator==(const FacePlace& a, const FacePlace& b) {
  return a.from == b.from && a.to == b.to && a.along == b.along && a.slide == b.slide;
}

bool operator==(const FaceOrder& a, const FaceOrder& b) {
  return a.wishes == b.wishes && a.spread == b.spread && a.emphasis == b.emphasis && a.places == b.places;
}

Result<Faces> draw_faces(const jmvae_model* model, const FaceModalities& modalities, const FaceOrder& order,
                         std::size_t first, std::size_t count) {
  std::vector<float> z;
  for (std::size_t i = first; i < first + count; ++i) {
    const auto one = z_of(model, modalities, order, order.places[i]);
    if (!one) return fail(one);
    z.insert(z.end(), one->begin(), one->end());
  }
  Faces faces;
  faces.pictures.resize(count * modalities.picture_size());
  faces.attributes.resize(count * modalities.descriptions.size());
  const int rows = static_cast<int>(count);
  if (jmvae_decode(model, modalities.image, z.data(), rows, faces.pictures.data()) != 0 ||
      jmvae_decode(model, modalities.attributes, z.data(), rows, faces.attributes.data()) != 0) {
    return fail_in_words();
  }
  return faces;
}

std::vector<std::size_t> outstanding(const FaceModalities& modalities,
                                     const std::vector<float>& probabilities,
                                     const std::vector<float>& usual) {
  std::vector<std::pair<float, std::size_t>> ranked;
  for (std::size_t i = 0; i < modalities.descriptions.size(); ++i) {
    if (!modalities.descriptions[i].first || probabilities[i] < 0.5f) continue;
    ranked.emplace_back((usual.empty() ? 0 : usual[i]) - probabilities[i], i);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::size_t> indices;
  for (const auto& [rank, i] : ranked) indices.push_back(i);
  return indices;
}

Result<FaceReading> read_face(const jmvae_model* model, const FaceModalities& modalities,
                              const std::vector<float>& picture, int samples) {
  FaceCondition condition(model, modalities);
  condition.give_picture(picture);
  const std::size_t size = modalities.descriptions.size();
  std::vector<float> draws(size * static_cast<std::size_t>(samples));
  FaceReading reading;
  reading.attributes.assign(size, 0);
  reading.reconstruction.resize(modalities.picture_size());
  constexpr std::uint32_t seed = 1;
  if (jmvae_complete(model, condition.get(), modalities.attributes, 1, seed, 0, samples, draws.data()) != 0 ||
      jmvae_complete(model, condition.get(), modalities.image, 0, seed, 0, 1,
                     reading.reconstruction.data()) != 0) {
    return fail_in_words();
  }
  for (std::size_t i = 0; i < draws.size(); ++i) {
    reading.attributes[i % size] += draws[i] / static_cast<float>(samples);
  }
  return reading;
}

Result<std::vector<float>> change_face(const jmvae_model* model, const FaceModalities& modalities,
                                       const std::vector<float>& picture, const std::vector<float>& read,
                                       const Wishes& wishes, float strength) {
  Wishes as_read;
  for (const float probability : read) as_read.push_back(probability >= 0.5f ? Wish::on : Wish::off);
  // All that is read, with the changes; and what is changed by itself, before and after.
  Wishes changed = as_read, before(as_read.size(), Wish::free), after = before;
  bool differs = false;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    if (wishes[i] == Wish::free || wishes[i] == as_read[i]) continue;
    changed[i] = after[i] = wishes[i];
    before[i] = as_read[i];
    differs = true;
  }
  FaceCondition together(model, modalities), from(model, modalities), to(model, modalities);
  together.give_picture(picture);
  together.give_wishes(changed);
  from.give_wishes(before);
  to.give_wishes(after);
  auto z = draw(model, together, 0, {});
  if (z && differs && jmvae_move(model, from.get(), to.get(), strength, 1, z->data()) != 0)
    return fail_in_words();
  return decoded(model, modalities, z);
}

}  // namespace jmvae
