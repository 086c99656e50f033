#pragma once
// The models of the screens: asked of the host when first needed, one by one.

#include "api/jmvae.h"
#include "app/app.h"
#include "app/faces.h"
#include "app/model_table.h"

#include <memory>
#include <string>
#include <vector>

namespace jmvae {

enum class Stage {
  absent,
  loading,
  ready,
  failed,
  stopped,  ///< by the visitor
};

class Models {
 public:
  struct Entry {
    ModelRow row;
    Stage stage = Stage::absent;
    double progress = 0;        ///< 0 ... 1 while loading
    std::string sentence = {};  ///< why it failed
    FaceModalities faces = {};  ///< of a model of faces that is ready
    std::unique_ptr<jmvae_model, void (*)(jmvae_model*)> model{nullptr, jmvae_free};
  };

  explicit Models(Host& host);

  /// The model, or null where it is not there yet; asks for it when that is the first time.
  const jmvae_model* use(int choice);

  /// Asks again for a model that failed or was stopped.
  void retry(int choice);

  /// Gives up fetching a model, until retry().
  void stop(int choice);

  const Entry& entry(int choice) const { return entries_[static_cast<std::size_t>(choice)]; }

  /// The language is another one, for what is put into words when a model is loaded.
  void say_again();

  int count() const { return static_cast<int>(entries_.size()); }

  /// The host's answers. Those about other files are ignored.
  void progress(const std::string& path, double fraction);
  void loaded(const std::string& path, const void* bytes, std::size_t size);
  void failed(const std::string& path, const std::string& sentence);

 private:
  Entry* find(const std::string& path);

  Host& host_;
  std::vector<Entry> entries_;  // as in model_table()
};

}  // namespace jmvae
