#pragma once
// Generated pictures beside real ones: attributes recovered, sharpness, Frechet distance.

#include "eval/attribute_reading.h"
#include "eval/judge.h"

namespace jmvae {

/// A way to generate a picture for each example of the test set.
struct PictureQuery {
  std::string name;  ///< "image_from_attributes"; "image_from_image", reconstructed; "image", from nothing
  Proposal proposal;
};

/// Those of these ways that the model has, by the rule for what is missing.
std::vector<PictureQuery> picture_queries(const LatentModel& model, const TestSet& test_set,
                                          std::size_t attributes, const MissingRule& rule);

/// "sharpness.QUERY", "frechet.QUERY", and where something is given "auc.QUERY", "auc.QUERY.Smiling" and so
/// on.
std::vector<std::string> picture_figure_names(const PictureQuery& query, const VaryingAttributes& attributes);

/// One picture for each example, the mean of p(picture | z) of one draw of z, as all of these figures see it:
///
///   sharpness  mean gradient energy over that of the test set's pictures; 1 is as sharp as real
///   frechet    distance of Gaussians fitted to the judge's last hidden features of these pictures and of the
///              test set's
///   auc        how well the judge's reading tells the examples' attributes
///
/// Without a judge sharpness alone. A sentence for fewer than 20 examples.
Result<std::vector<Estimate>> picture_figures(const LatentModel& model, const Vector& parameters,
                                              const TestSet& test_set, const VaryingAttributes& attributes,
                                              const PictureQuery& query, const Judge* judge,
                                              const EvalSettings& settings);

}  // namespace jmvae
