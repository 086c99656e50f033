#pragma once
// Attributes of pictures as text files have them.

#include "base/result.h"
#include "io/examples.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace jmvae {

/// Pictures, and which attributes each has.
struct AttributeTable {
  std::vector<std::string> attributes;
  std::vector<std::string> pictures;  ///< names of files
  std::vector<std::uint8_t> values;   ///< [pictures, attributes], 0 or 1
  std::vector<Split> splits;          ///< [pictures]; empty where the table does not say
  std::vector<std::string> notes;     ///< sentences for a person: columns that became several attributes
};

/// Reads a table with a line of titles and then a line for each picture, its name first:
///
/// - as in CelebA's list_attr_celeba.txt, between spaces: values -1 or 1 (0 counts as -1), no title over the
///   names, and the number of pictures in a line before all others, or not;
/// - CSV, between commas, semicolons or tabs, quoted or not: a column of 1 and 0, 1 and -1, yes and no, or
///   true and false is an attribute; a column of at most 64 other words is an attribute for each word,
///   called "Title=word", and whose cell is empty has none of them. A column "split" holds train,
///   validation or test.
///
/// Fails where a line has another number of values than the titles, the count is wrong, a picture or title
/// stands twice, or there is none; where a word for yes or no stands in a column of other words than numbers,
/// one of which is then mistyped; and where an attribute's name has a comma, which `--given` takes for its
/// end. `what` begins the sentence of a failure.
Result<AttributeTable> parse_attributes(std::string_view text, const std::string& what);

/// Reads a table of names and parts of the data (0 train, 1 validation, 2 test, or these words) like CelebA's
/// list_eval_partition, between spaces or as CSV with titles. Fails where a name stands twice.
Result<std::unordered_map<std::string, Split>> parse_partition(std::string_view text,
                                                               const std::string& what);

}  // namespace jmvae
