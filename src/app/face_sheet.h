#pragma once
// Faces of one model, as many in a frame as its time allows, so that nothing waits for them.

#include "app/desk.h"
#include "app/frame_time.h"
#include "app/picture_grid.h"
#include "app/problem.h"

#include <functional>
#include <string>

namespace jmvae {

/// Marks one of several faces as chosen.
void draw_ring(Ui& ui, const Rectangle& place);

class FaceSheet {
 public:
  /// Draws what is ordered, unless that is what is there, as far as the time goes; the rest in later calls.
  /// Faces of the order before stay until they are drawn anew, unless the model or the number of them is
  /// another. Returns whether some are still to be drawn.
  bool update(const Models::Entry& entry, const FaceOrder& order, FrameTime& time);

  /// Whether faces are still to be drawn.
  bool moving() const { return model_ && problem_.empty() && drawn_ < order_.places.size(); }

  /// The place that these faces take at (x, y) in this width.
  Rectangle extent(float x, float y, float width, const GridLayout& layout) const {
    return layout.extent(x, y, width, count());
  }

  /// Draws the faces as things to press, named `name`-0, `name`-1 ...; `after` draws what belongs to each
  /// that is there. Returns the face that was pressed, or -1.
  int show(Ui& ui, const std::string& name, const Rectangle& place, const GridLayout& layout,
           const std::function<void(int face, const Rectangle& place)>& after);

  /// One face, without being something to press.
  void show_one(Ui& ui, int face, const Rectangle& place);

  /// Whether these faces are of this model.
  bool is_of(const Models::Entry& entry) const { return model_ && entry.model.get() == model_; }
  /// Of the model whose faces these are.
  const FaceModalities& modalities() const { return entry_->faces; }

  /// Whether a face is there, of this order or an earlier one.
  bool has(int face) const { return static_cast<std::size_t>(face) < there_; }
  /// Probabilities of a face's attributes; empty where it is not there.
  std::vector<float> attributes(int face) const;
  /// [side, side, 3]; empty where it is not there.
  std::vector<float> picture(int face) const;

  /// Means of the attributes over all faces of the last whole order; empty before one is whole.
  const std::vector<float>& usual() const { return usual_; }

  int count() const { return static_cast<int>(order_.places.size()); }
  int drawn() const { return static_cast<int>(drawn_); }
  const std::string& problem() const { return problem_.sentence(); }
  /// Grows whenever an order is drawn to its end.
  int version() const { return version_; }
  /// Seconds that the last whole order took.
  float seconds() const { return seconds_; }

  void graphics_lost() { sheet_.graphics_lost(); }

  /// Mean red, green and blue of each face: tells pictures apart in result_json().
  Json colours() const;

 private:
  const Models::Entry* entry_ = nullptr;
  const jmvae_model* model_ = nullptr;  // of entry_, when these faces were drawn
  FaceOrder order_;
  Faces faces_;
  std::vector<float> usual_;
  std::size_t face_size_ = 0, attribute_count_ = 0;
  std::size_t drawn_ = 0;  // faces of this order
  std::size_t there_ = 0;  // faces of this order or an earlier one
  Problem problem_;
  int version_ = 0;
  float seconds_ = 0, seconds_so_far_ = 0;
  float seconds_each_ = 0;  // of one face, when it was last measured
  PictureSheet sheet_;
};

}  // namespace jmvae
