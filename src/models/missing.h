#pragma once
// What stands in for what is missing when a model is asked for a posterior: the choice that tells JMVAE,
// JMVAE-kl and JMVAE-h apart.

#include "math/random.h"
#include "models/emphasis.h"

#include <string>
#include <vector>

namespace jmvae {

enum class Filling {
  automatic,  ///< the model's own way: see find_way
  zero,       ///< zeros in the joint encoder
  chain,    ///< iterative sampling through the joint encoder (Rezende, Mohamed and Wierstra 2014, appendix F)
  encoder,  ///< the dedicated encoder of the one modality that is given
  product,  ///< the product of the encoders of all that are given (product of experts)
  imputation,  ///< the encoder of attributes, of which the unknown ones are drawn first (multiple imputation,
               ///< Rubin 1987)
};

struct MissingRule {
  Filling filling = Filling::automatic;
  int sweeps = 10;    ///< of the chain; 0 is the same as zero
  Real emphasis = 0;  ///< of the labels and attributes that are given (emphasis.h)
};

/// The names "automatic", "zero", "chain", "encoder", "product", "imputation", and back.
const char* name_of(Filling filling);
Result<Filling> filling_from_name(const std::string& name);
const std::vector<std::string>& filling_names();

/// Refuses a mask that hides everything, and a model's condition that is given in part.
Result<void> check_evidence(const LatentModel& model, const Evidence& given);

/// Where z comes from when something is given.
struct Way {
  bool prior = false;  ///< from the prior alone: nothing is given, or nothing but a model's conditions
  Filling filling = Filling::zero;  ///< of q(z | given); never automatic
  int sweeps = 0;                   ///< of a chain
  bool mixture = false;             ///< whether q is one (mixture_posterior); each draw takes a component
  Real emphasis = 0;                ///< 0 where neither labels nor attributes are given

  /// Whether each draw of z has a posterior of its own, after other draws.
  bool is_drawn() const { return sweeps > 0 || filling == Filling::imputation; }
};

/// Decides how z is drawn, and checks that it can be. Automatic is, where all modalities are wholly given and
/// there is a joint encoder, that one (called zero, as nothing is left to fill); else the product of the
/// encoders, where the model has them (a single one is itself); else the chain in a hierarchy (JMVAE-h) and
/// zeros in a JMVAE. Imputation, where nothing or attributes are given, is
/// q(z | given) = E[q(z | w)] over p(w | given). A sentence says what the model lacks for the asked filling
/// or for its prior, or what check_evidence refuses; a model's conditions are not emphasized, as they do not
/// come through z.
Result<Way> find_way(const LatentModel& model, const Evidence& given, const MissingRule& rule);

/// Whether a modality can be generated from what is given, and why not.
Result<void> check_direction(const LatentModel& model, const Evidence& given, std::size_t target);

/// q(z | given) by a way that is not the prior. Of a chain it is the last posterior: in each sweep z is drawn
/// from the posterior and what is missing is drawn from p(x_m | z), beginning with zeros; what is known
/// stays. Of imputation it is that of one draw of what is unknown. randoms: the numbers of each row, only for
/// these two; a longer chain begins like a shorter one. Of a mixture it is the Gaussian of its mean and
/// variance, of an imputed one a component.
Gaussian posterior(const LatentModel& model, Tape& tape, const Evidence& given, const Way& way,
                   std::vector<Random>& randoms);

/// q(z | given) where the way says that it is a mixture.
GaussianMixture mixture_posterior(const LatentModel& model, Tape& tape, const Evidence& given,
                                  const Way& way);

/// The component of each draw, as many successive ones for each row of the mixture; draw r takes numbers of
/// randoms[r].
Gaussian choose(const GaussianMixture& q, std::vector<Random>& randoms);

/// What a model generates from one subset of its modalities, each wholly given, and how it encodes them.
struct Direction {
  std::vector<std::string> from, to;
  std::string by;  ///< "prior", "joint encoder", or the name of a filling
};

/// All of them, for up to six modalities; beyond that the list would be too long to be of use and is empty.
std::vector<Direction> directions(const LatentModel& model);

}  // namespace jmvae
