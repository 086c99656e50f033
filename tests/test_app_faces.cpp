// What the screen of faces decides: attributes in words, what is asked for, and what a model makes of it.

#include "app/face_choice.h"
#include "models/model_file.h"
#include "small_spec.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>

using namespace jmvae;

namespace {

using OwnedModel = std::unique_ptr<jmvae_model, void (*)(jmvae_model*)>;

/// An untrained model of pictures of 2 x 2 and three attributes, as the C interface loads it.
OwnedModel face_model(const std::string& kind, const std::vector<Index>& picture = {2, 2, 3},
                      bool imputed = false) {
  ModelSpec spec = small_spec(kind, picture, 4, 16);
  ModalitySpec& attributes = spec.modalities[1];
  attributes.name = "attributes";
  attributes.likelihood = LikelihoodKind::bernoulli;
  attributes.values = {"Smiling", "Bald", "Hair=dark_red"};
  attributes.partial = kind == "jmvae-kl";
  attributes.imputed = imputed;
  const auto model = make_model(spec);
  REQUIRE(model);
  SafetensorsWriter writer;
  REQUIRE(add_model(writer, **model, (*model)->layout().initialize(5), Json::object(), DataType::f32));
  const auto bytes = writer.bytes();
  OwnedModel loaded(jmvae_load(bytes.data(), bytes.size()), jmvae_free);
  REQUIRE_MESSAGE(loaded, jmvae_error());
  return loaded;
}

FaceModalities modalities_of(const OwnedModel& model, bool imputes_parts = false) {
  const auto modalities = face_modalities(model.get(), imputes_parts);
  REQUIRE(modalities);
  return *modalities;
}

FaceOrder order_of(const Wishes& wishes, const std::vector<FacePlace>& places) {
  return {wishes, 1, 0, places};
}

std::vector<float> picture(const Faces& faces, std::size_t row, std::size_t size) {
  const auto begin = faces.pictures.begin() + static_cast<std::ptrdiff_t>(row * size);
  return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}

}  // namespace

TEST_CASE("CelebA's attributes have words and groups, and the screen begins with some of them") {
  const std::vector<std::string> celeba = {"5_o_Clock_Shadow",
                                           "Arched_Eyebrows",
                                           "Attractive",
                                           "Bags_Under_Eyes",
                                           "Bald",
                                           "Bangs",
                                           "Big_Lips",
                                           "Big_Nose",
                                           "Black_Hair",
                                           "Blond_Hair",
                                           "Blurry",
                                           "Brown_Hair",
                                           "Bushy_Eyebrows",
                                           "Chubby",
                                           "Double_Chin",
                                           "Eyeglasses",
                                           "Goatee",
                                           "Gray_Hair",
                                           "Heavy_Makeup",
                                           "High_Cheekbones",
                                           "Male",
                                           "Mouth_Slightly_Open",
                                           "Mustache",
                                           "Narrow_Eyes",
                                           "No_Beard",
                                           "Oval_Face",
                                           "Pale_Skin",
                                           "Pointy_Nose",
                                           "Receding_Hairline",
                                           "Rosy_Cheeks",
                                           "Sideburns",
                                           "Smiling",
                                           "Straight_Hair",
                                           "Wavy_Hair",
                                           "Wearing_Earrings",
                                           "Wearing_Hat",
                                           "Wearing_Lipstick",
                                           "Wearing_Necklace",
                                           "Wearing_Necktie",
                                           "Young"};
  const auto attributes = describe_attributes(celeba);
  std::set<std::string> words;
  for (const Attribute& attribute : attributes) {
    CAPTURE(attribute.name);
    CHECK(words.insert(attribute.words).second);
    CHECK(attribute.words.find('_') == std::string::npos);
    CHECK(attribute.group != "Other");
    CHECK(is_name(attribute.name));
  }
  const auto first =
      std::count_if(attributes.begin(), attributes.end(), [](const Attribute& a) { return a.first; });
  CHECK(first >= 12);
  CHECK(first <= 20);
  const auto groups = attribute_groups(attributes);
  CHECK(std::set<std::string>(groups.begin(), groups.end()).size() == groups.size());
  CHECK(attribute_presets(attributes).size() >= 4);
}

TEST_CASE("other data's attributes are grouped by their columns, and the first of them come first") {
  const auto attributes = describe_attributes({"Hair=dark_red", "Hair=blue", "two_tails"});
  CHECK(attributes[0].words == "Dark red");
  CHECK(attributes[0].group == "Hair");
  CHECK(attributes[2].words == "Two tails");
  CHECK(attribute_groups(attributes) == std::vector<std::string>{"Hair", "Other"});
  for (const Attribute& attribute : attributes) CHECK(attribute.first);
  CHECK(attribute_presets(attributes).empty());
}

TEST_CASE("attributes are found by the beginnings of words, in whatever case") {
  const Attribute glasses = describe_attribute("Eyeglasses"), red = describe_attribute("Hair=dark_red");
  CHECK(matches(glasses, "gla"));
  CHECK(matches(glasses, "EYE"));
  CHECK(matches(glasses, "access"));
  CHECK(matches(glasses, ""));
  CHECK_FALSE(matches(glasses, "asses"));
  CHECK(matches(red, "red hair"));
  CHECK_FALSE(matches(red, "blond hair"));
}

TEST_CASE("an attribute goes from free to on to off and back, and a link carries it") {
  State state;
  CHECK(wish(state, "Bald") == Wish::free);
  for (const Wish expected : {Wish::on, Wish::off, Wish::free}) {
    set_wish(state, "Bald", next_wish(wish(state, "Bald")));
    CHECK(wish(state, "Bald") == expected);
    CHECK(state.on.size() + state.off.size() == (expected == Wish::free ? 0 : 1));
  }
  set_wish(state, "Smiling", Wish::on);
  set_wish(state, "Eyeglasses", Wish::on);
  set_wish(state, "Bald", Wish::off);
  const std::string link = write_state(state);
  CHECK(link == "on=Smiling,Eyeglasses&off=Bald");
  State copy;
  CHECK(read_state(link, copy).empty());
  CHECK(copy.on == state.on);
  CHECK(copy.off == state.off);
}

TEST_CASE("what a link says about attributes is checked") {
  for (const char* text :
       {"on=Smiling,Smiling", "on=,Smiling", "on=a;b", "off=<b>", "find=", "slide=a,b", "find=\xe5\xbe",
        "find=\xe5\xbe"
        "a",
        "find=\xff"}) {
    CAPTURE(text);
    State state;
    CHECK_FALSE(read_state(text, state).empty());
    CHECK(state.on.empty());
  }
  State state;
  const auto notices = read_state("on=Smiling&off=Bald,Smiling", state);
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].find("both on and off") != std::string::npos);
  CHECK(write_state(state) == "on=Smiling&off=Bald");
  CHECK(read_state("find=微笑 a", state).empty());
  CHECK(state.find == "微笑 a");
}

TEST_CASE("what a model has no attribute for is left out, with the nearest one") {
  const auto model = face_model("jmvae-kl");
  State state;
  state.on = {"Smilling", "Bald"};
  state.slide = "Young";
  const auto sentences = leave_out_unknown(state, modalities_of(model));
  REQUIRE(sentences.size() == 2);
  CHECK(sentences[0].find("Smilling") != std::string::npos);
  CHECK(sentences[0].find("Smiling.") != std::string::npos);
  CHECK(state.on == Names{"Bald"});
  CHECK(state.slide.empty());
  CHECK(leave_out_unknown(state, modalities_of(model)).empty());
}

TEST_CASE("wishes by chance are of this model, a few, and different ones each time") {
  FaceModalities modalities;
  modalities.descriptions = describe_attributes(
      {"Smiling", "Bald", "Bangs", "Black_Hair", "Eyeglasses", "Wearing_Hat", "Young", "Male", "Blurry"});
  State state;
  std::set<std::string> seen;
  for (int i = 0; i < 20; ++i) {
    wish_by_chance(state, modalities);
    CHECK(leave_out_unknown(state, modalities).empty());
    CHECK(state.on.size() + state.off.size() >= 1);
    std::set<std::string> groups;
    for (const std::string& name : state.on) CHECK(groups.insert(describe_attribute(name).group).second);
    State copy;
    CHECK(read_state(write_state(state), copy).empty());
    seen.insert(in_words(modalities, wishes(modalities, state)));
  }
  CHECK(seen.size() > 1);
}

TEST_CASE("a model that is not one of faces is named") {
  const auto grey = face_model("jmvae-kl", {2, 2, 1});
  const auto modalities = face_modalities(grey.get(), true);
  REQUIRE_FALSE(modalities);
  CHECK(modalities.error().message.find("is not one of faces") != std::string::npos);
}

TEST_CASE("faces follow their noise and attributes, one by one as well as together") {
  for (const std::string kind : {"jmvae", "jmvae-kl", "jmvae-h"}) {
    CAPTURE(kind);
    const auto model = face_model(kind);
    const FaceModalities modalities = modalities_of(model);
    const std::size_t size = modalities.picture_size();
    const FaceNoise one = {7, 0}, other = {7, 1};
    const Wishes bald = {Wish::free, Wish::on, Wish::free};
    const FaceOrder order = order_of(bald, {{one, one}, {other, other}});
    const auto both = draw_faces(model.get(), modalities, order, 0, 2);
    REQUIRE(both);
    CHECK(both->pictures.size() == 2 * size);
    CHECK(both->attributes.size() == 2 * 3);
    CHECK(picture(*both, 0, size) != picture(*both, 1, size));
    const auto second = draw_faces(model.get(), modalities, order, 1, 1);
    REQUIRE(second);
    for (std::size_t i = 0; i < size; ++i) {
      CHECK(second->pictures[i] == doctest::Approx(both->pictures[size + i]).epsilon(1e-5));
    }
    const Wishes not_bald = {Wish::free, Wish::off, Wish::free};
    const auto otherwise = draw_faces(model.get(), modalities, order_of(not_bald, {{one, one}}), 0, 1);
    REQUIRE(otherwise);
    if (kind == "jmvae-kl") CHECK(otherwise->pictures != picture(*both, 0, size));
  }
}

TEST_CASE("a slide goes from the attribute off to the attribute on, a walk from noise to noise") {
  const auto model = face_model("jmvae-kl");
  const FaceModalities modalities = modalities_of(model);
  const std::size_t size = modalities.picture_size();
  const Wishes free(3);
  const FaceNoise one = {7, 0}, other = {9, 3};
  const auto draw = [&](const Wishes& wishes, const FacePlace& place) {
    const auto faces = draw_faces(model.get(), modalities, order_of(wishes, {place}), 0, 1);
    REQUIRE(faces);
    return picture(*faces, 0, size);
  };
  CHECK(draw(free, {one, one, 0, 1}) == draw({Wish::free, Wish::off, Wish::free}, {one, one}));
  CHECK(draw(free, {one, one, 1, 1}) == draw({Wish::free, Wish::on, Wish::free}, {one, one}));
  CHECK(draw(free, {one, one, 0.5f, 1}) != draw(free, {one, one, 0, 1}));
  CHECK(draw(free, {one, other, 0}) == draw(free, {one, one}));
  CHECK(draw(free, {one, other, 1}) == draw(free, {other, other}));
  CHECK(draw(free, {one, other, 0.5f}) != draw(free, {one, one}));
}

TEST_CASE("attributes that are free are imputed where the model can and shall") {
  const std::vector<float> smiling = {1, 0, 0}, known = {1, 0, 0};
  const float *values[2] = {nullptr, smiling.data()}, *masks[2] = {nullptr, known.data()};
  const FaceNoise noise = {7, 3};
  for (const int kind : {0, 1, 2}) {
    const bool can = kind > 0, shall = kind != 1;
    CAPTURE(can);
    CAPTURE(shall);
    const auto model = face_model("jmvae-kl", {2, 2, 3}, can);
    const FaceModalities modalities = modalities_of(model, shall);
    for (const bool wished : {false, true}) {
      CAPTURE(wished);
      const bool imputes = can && (shall || !wished);
      const jmvae_condition condition = {wished ? values : nullptr, wished ? masks : nullptr,
                                         imputes ? "imputation" : nullptr, 0, 0};
      std::vector<float> expected(modalities.picture_size());
      REQUIRE(jmvae_complete(model.get(), &condition, modalities.image, 1, 7, 3, 1, expected.data()) == 0);
      const Wishes wishes = {wished ? Wish::on : Wish::free, Wish::free, Wish::free};
      const auto faces = draw_faces(model.get(), modalities, order_of(wishes, {{noise, noise}}), 0, 1);
      REQUIRE(faces);
      CHECK(faces->pictures == expected);
    }
    // What a face of one's own is changed to is given with the face.
    const std::vector<float> own(modalities.picture_size(), 0.4f), read(3, 0.2f);
    CHECK(change_face(model.get(), modalities, own, read, {Wish::on, Wish::free, Wish::free}, 1));
  }
}

TEST_CASE("wishes are emphasized as the state says") {
  const auto model = face_model("jmvae-kl");
  const FaceModalities modalities = modalities_of(model);
  const float values[3] = {1, 0, 0}, masks[3] = {1, 0, 0};
  const float *given[2] = {nullptr, values}, *known[2] = {nullptr, masks};
  FaceOrder order = order_of({Wish::on, Wish::free, Wish::free}, {{{7, 3}, {7, 3}}});
  for (const float emphasis : {0.0f, 0.75f}) {
    order.emphasis = emphasis;
    const jmvae_condition condition = {given, known, nullptr, 0, emphasis};
    std::vector<float> expected(modalities.picture_size());
    REQUIRE(jmvae_complete(model.get(), &condition, modalities.image, 1, 7, 3, 1, expected.data()) == 0);
    CHECK(draw_faces(model.get(), modalities, order, 0, 1)->pictures == expected);
  }
  State state;
  CHECK(asked_faces(state, modalities).emphasis == state.emphasis);
  CHECK(state.emphasis > 0);
}

TEST_CASE("a chain makes as few sweeps for a face as the page can wait for") {
  const auto model = face_model("jmvae-h");
  const FaceModalities modalities = modalities_of(model);
  const auto faces = draw_faces(model.get(), modalities,
                                order_of({Wish::on, Wish::on, Wish::free}, {{{7, 3}, {7, 3}}}), 0, 1);
  REQUIRE(faces);
  const std::vector<float> smiling_and_bald = {1, 1, 0}, known = {1, 1, 0};
  const float *values[2] = {nullptr, smiling_and_bald.data()}, *masks[2] = {nullptr, known.data()};
  for (const int sweeps : {face_sweeps, face_sweeps + 1}) {
    const jmvae_condition condition = {values, masks, nullptr, sweeps, 0};
    std::vector<float> expected(modalities.picture_size());
    REQUIRE(jmvae_complete(model.get(), &condition, modalities.image, 1, 7, 3, 1, expected.data()) == 0);
    CHECK((faces->pictures == expected) == (sweeps == face_sweeps));
  }
}

TEST_CASE("a face of one's own is read, and changed as far as is asked") {
  const auto model = face_model("jmvae-kl");
  const FaceModalities modalities = modalities_of(model);
  const std::vector<float> own(modalities.picture_size(), 0.4f);
  const auto reading = read_face(model.get(), modalities, own, 8);
  REQUIRE(reading);
  CHECK(reading->attributes.size() == 3);
  for (const float probability : reading->attributes) {
    CHECK(probability > 0);
    CHECK(probability < 1);
  }
  CHECK(reading->reconstruction.size() == own.size());
  const Wish opposite = reading->attributes[1] >= 0.5f ? Wish::off : Wish::on;
  const Wishes free(3), changes = {Wish::free, opposite, Wish::free};
  const auto change = [&](const Wishes& wishes, float strength) {
    const auto changed = change_face(model.get(), modalities, own, reading->attributes, wishes, strength);
    REQUIRE(changed);
    return *changed;
  };
  CHECK(change(free, 2) == change(free, 0));
  CHECK(change(changes, 0) != change(free, 0));
  CHECK(change(changes, 1) != change(changes, 0));
  const Wishes as_read = {Wish::free, opposite == Wish::on ? Wish::off : Wish::on, Wish::free};
  CHECK(change(as_read, 2) == change(free, 0));
}
