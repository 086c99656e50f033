#include "app/models.h"

#include "app/condition.h"

#include <algorithm>

namespace jmvae {

namespace {
std::string weights_path(const ModelRow& row) { return "weights/" + std::string(row.name) + ".safetensors"; }
}  // namespace

Models::Models(Host& host) : host_(host) {
  for (const ModelRow& row : model_table()) entries_.push_back({row});
}

const jmvae_model* Models::use(int choice) {
  Entry& entry = entries_[static_cast<std::size_t>(choice)];
  if (entry.stage == Stage::absent) {
    entry.stage = Stage::loading;
    entry.progress = 0;
    host_.request_file(weights_path(entry.row));
  }
  return entry.model.get();
}

void Models::retry(int choice) {
  Entry& entry = entries_[static_cast<std::size_t>(choice)];
  if (entry.stage == Stage::failed || entry.stage == Stage::stopped) entry.stage = Stage::absent;
  use(choice);
}

void Models::stop(int choice) {
  Entry& entry = entries_[static_cast<std::size_t>(choice)];
  if (entry.stage != Stage::loading) return;
  entry.stage = Stage::stopped;
  host_.cancel_file(weights_path(entry.row));
}

void Models::progress(const std::string& path, double fraction) {
  if (Entry* entry = find(path)) entry->progress = std::clamp(fraction, 0.0, 1.0);
}

void Models::loaded(const std::string& path, const void* bytes, std::size_t size) {
  Entry* entry = find(path);
  if (!entry) return;
  entry->model.reset(jmvae_load(bytes, size));
  if (!entry->model) return failed(path, jmvae_error());
  if (!is_of_faces(entry->row)) {
    const auto modalities = digit_modalities(entry->model.get());
    if (!modalities) return failed(path, modalities.error().message);
  } else {
    auto modalities = face_modalities(entry->model.get(), entry->row.imputes_parts);
    if (!modalities) return failed(path, modalities.error().message);
    entry->faces = std::move(*modalities);
  }
  entry->stage = Stage::ready;
}

void Models::failed(const std::string& path, const std::string& sentence) {
  Entry* entry = find(path);
  if (!entry) return;
  entry->model.reset();
  entry->stage = Stage::failed;
  entry->sentence = sentence;
}

void Models::say_again() {
  for (Entry& entry : entries_) {
    for (Attribute& attribute : entry.faces.descriptions) {
      const bool first = attribute.first;
      attribute = describe_attribute(attribute.name);
      attribute.first = first;
    }
  }
}

Models::Entry* Models::find(const std::string& path) {
  for (Entry& entry : entries_) {
    if (path == weights_path(entry.row)) return &entry;
  }
  return nullptr;
}

}  // namespace jmvae
