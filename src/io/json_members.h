#pragma once
// An object of JSON as a whole: every member read, none left over.
//
//   LayerSpec layer;
//   JsonMembers members(json, place);
//   members.take("units", layer.units, json_integer_up_to_a_million);
//   members.take_if_there("normalize", layer.normalize, json_boolean);
//   return members.give(std::move(layer));

#include "io/json.h"

#include <string>
#include <utility>
#include <vector>

namespace jmvae {

/// Reads the members of an object one after another. The first failure is kept; a member that nobody asked
/// for is one too, since it may be a mistyped one. `place` begins its sentence. A reader is called as
/// read(object, key, place) and gives a Result.
class JsonMembers {
 public:
  JsonMembers(const Json& object, std::string place) : object_(object), place_(std::move(place)) {}

  template <class Value, class Reader>
  void take(const char* key, Value& out, Reader&& read) {
    known_.push_back(key);
    if (!state_) return;
    auto value = read(object_, key, place_);
    if (value) {
      out = std::move(*value);
    } else {
      state_ = fail(value);
    }
  }

  /// The same for a member that may be left out.
  template <class Value, class Reader>
  void take_if_there(const char* key, Value& out, Reader&& read) {
    if (object_.contains(key)) return take(key, out, read);
    known_.push_back(key);
  }

  /// What was read, or the first failure.
  template <class Whole>
  Result<Whole> give(Whole whole) const {
    if (!state_) return fail(state_);
    const auto known = nothing_unknown();
    if (!known) return fail(known);
    return whole;
  }

 private:
  Result<void> nothing_unknown() const;

  const Json& object_;
  std::string place_;
  std::vector<std::string> known_;
  Result<void> state_ = {};
};

}  // namespace jmvae
