#pragma once
// The attributes of a model's faces, each to be set on, off or left free.

#include "app/desk.h"

namespace jmvae {

/// Draws the attributes by groups, those that come first or all, with what finds, clears and sets several of
/// them, and returns where they end.
float show_attribute_panel(Desk& desk, const FaceModalities& modalities, const Rectangle& place);

/// The attributes that are shown now: found, or first, or all.
std::vector<int> shown_attributes(const State& state, const FaceModalities& modalities);

/// The field that finds attributes, and the switch between those that come first and all of them. Returns
/// where it ends.
float show_attribute_search(Desk& desk, const FaceModalities& modalities, const Rectangle& place);

/// A probability as a bar between its words and its number.
void show_attribute_bar(Ui& ui, const Rectangle& place, const std::string& name, const std::string& words,
                        float probability, ImU32 colour);

}  // namespace jmvae
