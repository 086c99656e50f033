// The screens as a visitor meets them, drawn without a window, with the committed weights.

#include "screens.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

using namespace jmvae;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A white picture without a digit.
void bring_picture(Screens& screens) {
  const std::vector<std::uint8_t> rgba(64 * 64 * 4, 255);
  screens.app.picture_given(rgba.data(), 64, 64, "blank.png");
}

}  // namespace

// ---- Animations

TEST_CASE("an animation keeps to what was shown when it began") {
  Screens screens("screen=write&seed=3");
  screens.settle();
  REQUIRE(screens.app.animation_length() > 2);
  REQUIRE(screens.app.animation_frame(0));
  const auto second = screens.app.animation_frame(1);
  REQUIRE(second);

  screens.app.set_state("screen=read");
  const auto kept = screens.app.animation_frame(1);
  REQUIRE(kept);
  CHECK(kept->rgba == second->rgba);
  CHECK(screens.app.animation_length() == 0);
  CHECK_FALSE(screens.app.animation_frame(0));
  CHECK_FALSE(screens.app.animation_frame(1));

  screens.withheld = {"mnist-jmvae-small"};
  screens.app.set_state("screen=write&model=jmvae");
  screens.frame();
  CHECK_FALSE(screens.app.animation_frame(0));
  CHECK_FALSE(screens.app.animation_frame(-1));
  screens.app.set_state("screen=write");
  REQUIRE(screens.app.animation_frame(0));
  CHECK_FALSE(screens.app.animation_frame(screens.app.animation_length()));
}

// ---- The first reading

TEST_CASE("what is computed aside is not shown, and changes nothing of what is") {
  const std::string empty = "screen=read&example=-1", example = "screen=read&example=5";
  Screens screens(empty);
  screens.app.rehearse();
  const Json before = screens.settle();
  CHECK(before["read"]["digits"].empty());
  screens.app.rehearse();
  CHECK(screens.settle() == before);
  screens.app.set_state(example);
  CHECK(screens.settle()["read"] == Screens(example).settle()["read"]);
}

// ---- Faces

TEST_CASE("what is told of faces is of the data and the view that are shown") {
  Screens screens("screen=faces&data=celeba&on=Smiling");
  const Json many = screens.settle()["faces"];
  CHECK(many["count"] == 16);
  CHECK(many["attributes"][0].size() == many["names"].size());

  screens.press("faces-Slide");
  CHECK(screens.settle()["faces"]["count"] == 1);
  screens.press("data-Drawings");
  const Json slide = screens.settle()["faces"];
  CHECK(slide["data"] == "avatars");
  for (const Json& own : slide["attributes"]) CHECK(own.size() == slide["names"].size());

  // Before a frame is drawn, the sheets are still those of before.
  screens.app.set_state("screen=faces&data=avatars");
  const Json next = screens.shown()["faces"];
  CHECK(next["data"] == "avatars");
  CHECK(next["drawn"] == 0);
  CHECK(next["colours"].empty());
  CHECK(next["attributes"].empty());
}

TEST_CASE("a kept face is told with the attributes of its own model") {
  Screens screens("screen=faces&data=avatars&kept=1");
  screens.settle();
  screens.press("data-Photographs");
  const Json shown = screens.settle();
  CHECK(shown["faces"]["kept"].size() == 1);
  screens.press("face-model-Side by side");
  screens.withheld = {"celeba"};
  screens.settle();
  screens.app.set_state("screen=faces&data=celeba&kept=1&beside=1&face-model=jmvae");
  CHECK(screens.settle()["faces"]["kept"].size() == 1);
}

TEST_CASE("on a phone the rarer models are behind a fold, but for the one that is chosen") {
  Screens screens("screen=write", 390);
  screens.settle();
  CHECK(screens.has("model-JMVAE-h"));
  CHECK_FALSE(screens.has("model-MVAE"));
  screens.press("model-every");
  screens.press("model-MVAE");
  CHECK(screens.settle()["state"] == "screen=write&model=mvae&every-model=1");
  screens.press("model-every");
  screens.settle();
  CHECK(screens.has("model-MVAE"));
  CHECK_FALSE(screens.has("model-TELBO"));

  Screens desk("screen=write");
  desk.settle();
  CHECK(desk.has("model-TELBO"));
  CHECK_FALSE(desk.has("model-every"));
}

TEST_CASE("a face of one's own is read anew by the model of other data") {
  Screens screens("screen=faces&data=avatars&faces=own");
  screens.settle();
  screens.press("borrow");
  const auto check = [&] {
    const Json faces = screens.settle()["faces"];
    CHECK(faces["own"]["problem"] == "");
    CHECK(faces["own"]["attributes"].size() == faces["names"].size());
    return faces["names"].size();
  };
  const std::size_t drawn = check();
  screens.press("data-Photographs");
  CHECK(check() != drawn);
}

TEST_CASE("who comes to the faces meets some that were asked for; a link is left as it is") {
  Screens screens("data=avatars");
  screens.settle();
  screens.press("screen-Faces");
  screens.settle();
  CHECK(screens.app.state() == "screen=faces&data=avatars&on=Smiling,Eyeglasses");
  screens.press("free-all");
  screens.press("screen-Read");
  screens.press("screen-Faces");
  screens.settle();
  CHECK(screens.app.state() == "screen=faces&data=avatars");

  Screens linked("screen=faces&data=avatars");
  linked.settle();
  CHECK(linked.app.state() == "screen=faces&data=avatars");
}

// ---- The map

TEST_CASE("a map shows nothing of another model while its own is on its way") {
  Screens screens("screen=map");
  const Json own = screens.settle()["map"]["maps"][0];
  CHECK(own["points"] == 600);
  CHECK(own.contains("labels"));
  screens.withheld = {"mnist-jmvae-2d"};
  screens.app.set_state("screen=map&map-model=jmvae-2d");
  const Json other = screens.settle()["map"]["maps"][0];
  CHECK(other["model"] == "mnist-jmvae-2d-small");
  CHECK(other["points"] == 0);
  CHECK_FALSE(other.contains("agreement"));
  CHECK_FALSE(other.contains("labels"));
}

TEST_CASE("two equal axes leave a sentence, and nothing of the plane before") {
  Screens screens("screen=map&map-model=jmvae-kl&plane=axes&axis-across=3&axis-up=4");
  CHECK(screens.settle()["map"]["maps"][0]["points"] == 600);
  screens.app.set_state("screen=map&map-model=jmvae-kl&plane=axes&axis-across=3&axis-up=3");
  const Json map = screens.settle()["map"]["maps"][0];
  CHECK(map["problem"] == "A plane needs two different axes.");
  CHECK(map["points"] == 0);
  CHECK_FALSE(map.contains("agreement"));
  CHECK_FALSE(map.contains("labels"));
}

TEST_CASE("maps side by side don't fetch all faces, nor faces all maps") {
  const auto count = [](const Screens& screens, const std::string& part) {
    return std::count_if(screens.requested.begin(), screens.requested.end(),
                         [&](const std::string& path) { return holds(path, part); });
  };
  Screens map("screen=map&map-beside=1");
  map.settle();
  CHECK(count(map, "-2d-") == 3);
  map.press("screen-Faces");
  map.settle();
  CHECK(count(map, "celeba") == 1);

  Screens faces("screen=faces&beside=1");
  faces.settle();
  faces.press("screen-Map");
  faces.settle();
  CHECK(count(faces, "-2d-") == 1);
}

// ---- Write

TEST_CASE("a model that takes no labels does not write its held noise as every digit") {
  Screens screens("screen=write&model=vae&source=prior&held=2");
  screens.settle();
  CHECK(screens.has("save"));
  CHECK_FALSE(screens.has("every-0"));
  screens.app.set_state("screen=write&held=2");
  screens.settle();
  CHECK(screens.has("every-0"));
}

// ---- Chain

TEST_CASE("a chain goes on without a model that was stopped, and waits for one on its way") {
  Screens screens("screen=chain&sweeps=3&motion=full");
  screens.withheld = {"mnist-jmvae-h"};
  screens.settle();
  const auto steps = [&](const std::string& name) {
    return screens.shown()["chain"]["models"][name]["steps"].get<int>();
  };
  CHECK(steps("mnist-jmvae-small") == 1);
  screens.press("stop-mnist-jmvae-h-small");
  screens.settle();
  CHECK(steps("mnist-jmvae-small") == 4);
  CHECK(steps("mnist-jmvae-kl-small") == 4);
  CHECK(steps("mnist-jmvae-h-small") == 0);
}

TEST_CASE("what is read under a chain's pictures is of these pictures") {
  const auto read = [](Screens& screens) {
    Json all;
    const Json shown = screens.settle();
    for (const auto& [name, side] : shown["chain"]["models"].items()) all[name] = side["read"];
    return all;
  };
  std::vector<Json> fresh;
  for (int label = 0; label < 10; ++label) {
    Screens screens("screen=chain&sweeps=0&label=" + std::to_string(label));
    fresh.push_back(read(screens));
  }
  REQUIRE(std::count(fresh.begin(), fresh.end(), fresh[0]) < 10);
  Screens screens("screen=chain&sweeps=0&label=0");
  CHECK(read(screens) == fresh[0]);
  for (int label = 1; label < 10; ++label) {
    screens.press("label-" + std::to_string(label));
    CHECK(read(screens) == fresh[static_cast<std::size_t>(label)]);
  }
}

TEST_CASE("a finished chain is replayed, and one sweep more is one picture more") {
  Screens screens("screen=chain&sweeps=2");
  const auto steps = [&] { return screens.settle()["chain"]["models"]["mnist-jmvae-small"]["steps"]; };
  CHECK(steps() == 3);
  screens.press("step");
  CHECK(steps() == 4);
  CHECK(holds(screens.app.state(), "sweeps=3"));
  screens.press("play");
  CHECK(screens.shown()["chain"]["playing"] == true);
  CHECK(steps() == 4);
}

TEST_CASE("models that come at different speeds let the screens rest in between") {
  Screens screens("screen=chain&motion=full");
  screens.withheld = {"weights"};
  screens.frame();
  REQUIRE(screens.requested.size() == 3);
  for (std::size_t i = 0; i < 3; ++i)
    screens.app.file_progress(screens.requested[i], 0.2 + 0.3 * static_cast<double>(i));
  screens.settle();
}

// ---- Links

TEST_CASE("looking at a link does not change it") {
  for (const std::string link :
       {"screen=write&spread=0.33", "screen=compare&spread=1.01", "screen=map&map-x=1.234&map-y=15",
        "screen=map&map-model=jmvae-kl&plane=axes&axis-across=5&axis-up=7",
        "screen=faces&on=Smiling&faces=slide&along=0.123", "screen=learn&alpha=0.51"}) {
    CAPTURE(link);
    Screens screens(link);
    screens.withheld = {"mnist-jmvae-kl-small"};
    screens.settle();
    CHECK(screens.app.state() == link);
  }
}

TEST_CASE("a slider that is pressed takes a whole step") {
  Screens screens("screen=write&spread=0.33");
  screens.settle();
  screens.press("spread", 0.5f);
  CHECK(screens.app.state() == "screen=write&spread=0.75");
}

// ---- Learn and keys

TEST_CASE("what learns goes on while other screens draw again") {
  Screens screens("screen=learn&seed=4");
  screens.settle();
  screens.press("learn");
  REQUIRE(screens.learner.size() == 1);
  CHECK(screens.learner[0]["seed"] == 4);
  screens.app.set_state("screen=learn&seed=5");
  screens.frame();
  CHECK(screens.learner.size() == 1);

  screens.press("learn-again");
  REQUIRE(screens.learner.size() == 2);
  CHECK(screens.learner[1]["seed"] == 5);
  screens.app.learning_failed(screens.learner[0]["run"].get<int>(), "The run before.");
  CHECK(screens.shown()["learn"]["stage"] != "failed");
  screens.app.learning_failed(screens.learner[1]["run"].get<int>(), "This run.");
  CHECK(screens.shown()["learn"]["stage"] == "failed");
}

TEST_CASE("digits' keys choose on the screens of digits alone") {
  for (const std::string screen : {"map", "learn", "faces"}) {
    Screens screens("screen=" + screen + "&keep-noise=0");
    screens.settle();
    const std::string before = screens.app.state();
    screens.key(ImGuiKey_3);
    CHECK(screens.app.state() == before);
  }
  Screens screens("screen=compare");
  screens.key(ImGuiKey_3);
  CHECK(screens.app.state() == "screen=compare&label=3");
}

// ---- For those who don't see the screens

TEST_CASE("a part is pressed by its name, wherever it is, and nothing waits for one that is not there") {
  Screens screens("screen=write");
  screens.settle();
  screens.app.press("label-4");
  screens.settle();
  screens.app.press("prior");
  screens.settle();
  CHECK(screens.app.state() == "screen=write&source=prior&label=4");
  screens.app.press("learn");
  screens.settle();
  screens.app.set_state("screen=learn");
  screens.settle();
  CHECK(screens.learner.empty());
}

TEST_CASE("keys come to parts that are called something, in the language that is spoken") {
  for (const std::string language : {"en", "zh"}) {
    CAPTURE(language);
    Screens screens("screen=faces&data=avatars&on=Eyeglasses&language=" + language);
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    screens.settle();
    std::map<std::string, std::string> called;  // by the names of the parts
    // Along each row, from the top downwards.
    for (int i = 0; i < 80; ++i) {
      screens.key(i % 8 == 0 ? ImGuiKey_DownArrow : i / 8 % 2 ? ImGuiKey_RightArrow : ImGuiKey_LeftArrow);
      const Json shown = screens.settle();
      if (shown["focused"].is_object()) called[shown["focused"]["name"]] = shown["focused"]["words"];
    }
    const bool english = language == "en";
    CHECK(called["faces-Many"] == (english ? "Many, chosen" : "多张，已选中"));
    CHECK(called["attribute-Eyeglasses"] == (english ? "Glasses (on)" : "眼镜（是）"));
    CHECK(called["face-3"] == (english ? "Face 4" : "人脸 4"));
  }
}

TEST_CASE("buttons are told in their order, and those that can't be pressed are not") {
  Screens screens("");
  const auto words = [&] {
    const Json shown = screens.settle();
    std::string all;
    for (const Json& button : shown["buttons"]) all += button["words"].get<std::string>() + ".";
    return all;
  };
  CHECK(words() == "Undo.Clear.Example.Cover.Open.");
  screens.app.press("clear");
  CHECK(words() == "Example.Open.");
}

// ---- Read

TEST_CASE("an example comes whenever it is asked for, in place of what is on the sheet") {
  Screens screens("");
  const auto source = [&] { return screens.settle()["read"]["source"]; };
  CHECK(source() == "example");
  screens.press("clear");
  CHECK(source() == "nothing");
  CHECK(screens.app.state() == "example=-1");
  screens.key(ImGuiKey_5);
  CHECK(source() == "example");
  CHECK(screens.app.state() == "");

  bring_picture(screens);
  CHECK(source() == "picture");
  screens.key(ImGuiKey_3);
  CHECK(source() == "example");
  bring_picture(screens);
  CHECK(source() == "picture");
  screens.press("screen-Cover");
  screens.settle();
  screens.press("example");
  screens.press("draw");
  CHECK(source() == "example");
  CHECK(holds(screens.app.state(), "example=4"));
}

TEST_CASE("a stroke on an example makes the sheet the visitor's own, and no link shows an example for it") {
  Screens screens("example=7");
  screens.settle();
  screens.press("pad", 0.3f, 0.3f);
  CHECK(screens.settle()["read"]["source"] == "drawing");
  CHECK(screens.app.state() == "example=-1");
  screens.press("example");
  CHECK(screens.app.state() == "example=8");
}

TEST_CASE("what is drawn, covered, slid or dragged is the same where a frame takes as long as all of it") {
  const std::vector<Point> seven = {
      {0.28f, 0.25f}, {0.5f, 0.24f}, {0.72f, 0.23f}, {0.6f, 0.45f}, {0.43f, 0.82f}};
  struct Drag {
    std::string state, place, told;
  };
  for (const Drag& drag : {Drag{"screen=read", "pad", "read"}, Drag{"screen=cover", "cover-pad", "cover"},
                           Drag{"screen=write", "spread", "write"}, Drag{"screen=map", "map-0", "map"}}) {
    CAPTURE(drag.state);
    Screens quick(drag.state);
    quick.settle();
    const Json before = quick.shown()[drag.told];
    quick.drag(drag.place, seven);
    const Json told = quick.shown()[drag.told];
    const std::string state = quick.app.state();
    CHECK(told != before);

    Screens slow(drag.state);
    slow.settle();
    slow.drag(drag.place, seven, true);
    CHECK(slow.shown()[drag.told] == told);
    CHECK(slow.app.state() == state);
  }
}

TEST_CASE("why a picture did not come is still said when the greeting is drawn") {
  Screens screens("");
  screens.app.picture_failed("notes.txt is not a picture.");
  CHECK(screens.settle()["read"]["problem"] == "notes.txt is not a picture.");
  screens.press("example");
  CHECK(screens.settle()["read"]["problem"] == "");
}

TEST_CASE("a picture brought to a figure of one screen does not leave it") {
  for (const std::string screen : {"write", "cover"}) {
    Screens screens("screen=" + screen + "&hide-screens=1");
    screens.settle();
    bring_picture(screens);
    CHECK(screens.settle()["screen"] == screen);
    screens.app.picture_failed("No.");
    CHECK(screens.settle()["screen"] == screen);
  }
  Screens screens("screen=write");
  bring_picture(screens);
  CHECK(screens.settle()["screen"] == "read");
}

TEST_CASE("there is a way out of a filling that the model lacks") {
  Screens screens("model=jmvae&filling=encoder");
  CHECK(screens.settle()["read"]["digits"].empty());
  screens.press("filling-zeros");
  CHECK(screens.settle()["read"]["digits"].size() == 1);
}

// ---- Languages

TEST_CASE("sentences that stand on the screen are said anew in another language") {
  for (const std::string link : {"model=jmvae&filling=encoder", "screen=write&model=jmvae&filling=encoder",
                                 "screen=map&map-model=jmvae-kl&plane=axes&axis-across=3&axis-up=3"}) {
    CAPTURE(link);
    Screens screens(link);
    const auto problem = [&] {
      const Json shown = screens.settle();
      const std::string screen = shown["screen"].get<std::string>();
      return (screen == "map" ? shown["map"]["maps"][0] : shown[screen])["problem"].get<std::string>();
    };
    CHECK(problem().back() == '.');
    screens.app.set_state(link + "&language=zh");
    CHECK(holds(problem(), "。"));
    screens.app.set_state(link);
    CHECK(problem().back() == '.');
  }
}
