#pragma once

#include "eval/attribute_reading.h"
#include "eval/judge.h"

namespace jmvae {

/// z ~ q(z | one attribute), the other attributes being unknown. A sentence where the model can't see a part
/// of its attributes by this rule, or can't generate pictures from them.
Result<Proposal> one_attribute_proposal(const LatentModel& model, const VaryingAttributes& attributes,
                                        const MissingRule& rule);

/// "recovered.PICTURE_from_ATTRIBUTES" and the same with ".off", the means; "recovered.Smiling",
/// "recovered.Smiling.off" and so on.
std::vector<std::string> recovered_names(const ModelSpec& spec, const VaryingAttributes& attributes);

/// One attribute is given as on, and `pictures` pictures are generated: the share in which the judge says
/// that it is on (a probability of more than 1/2). ".off": it is given as off, and the judge says so. The
/// means are over these attributes.
Result<std::vector<Estimate>> recovered(const LatentModel& model, const Vector& parameters,
                                        const Judge& judge, const VaryingAttributes& attributes,
                                        Index pictures, const EvalSettings& settings);

}  // namespace jmvae
