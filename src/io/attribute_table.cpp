#include "io/attribute_table.h"

#include "io/json.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_set>
#include <utility>

namespace jmvae {

namespace {

constexpr std::size_t most_words = 64;

/// The lines of a text, cut into fields.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {
    if (rest_.substr(0, 3) == "\xef\xbb\xbf") rest_.remove_prefix(3);  // the mark that Excel puts first
    const std::string_view first = rest_.substr(0, rest_.find('\n'));
    const std::size_t place = first.find_first_of(",;\t");
    separator_ = place == std::string_view::npos ? ' ' : first[place];
  }

  /// False after the last line; empty ones are passed over.
  bool next(std::vector<std::string>& fields) {
    fields.clear();
    while (fields.empty() && !rest_.empty()) {
      const std::size_t end = std::min(rest_.find('\n'), rest_.size());
      cut(rest_.substr(0, end), fields);
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      ++number_;
    }
    return !fields.empty();
  }

  bool has_spaces() const { return separator_ == ' '; }
  std::string place(const std::string& what) const { return what + ": line " + std::to_string(number_); }

 private:
  void cut(std::string_view line, std::vector<std::string>& fields) const {
    constexpr const char* blank = " \t\r";
    std::size_t i = line.find_first_not_of(blank);
    if (i == std::string_view::npos) return;
    if (separator_ == ' ') {
      while (i < line.size()) {
        const std::size_t end = std::min(line.find_first_of(blank, i), line.size());
        fields.emplace_back(line.substr(i, end - i));
        i = std::min(line.find_first_not_of(blank, end), line.size());
      }
      return;
    }
    std::string field;
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') quoted = !quoted;  // a doubled one is both, and stands for itself
      if (c == separator_ && !quoted) {
        fields.push_back(unquoted(field));
        field.clear();
      } else {
        field += c;
      }
    }
    fields.push_back(unquoted(field));
  }

  static std::string unquoted(std::string_view field) {
    const std::size_t begin = field.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return "";
    field = field.substr(begin, field.find_last_not_of(" \t\r") - begin + 1);
    if (field.size() < 2 || field.front() != '"' || field.back() != '"') return std::string(field);
    std::string text;
    for (std::size_t i = 1; i + 1 < field.size(); ++i) {
      text += field[i];
      if (field[i] == '"' && field[i + 1] == '"') ++i;
    }
    return text;
  }

  std::string_view rest_;
  char separator_;
  std::size_t number_ = 0;
};

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

std::optional<Split> split_from(const std::string& text) {
  const std::string word = lower(text);
  if (word == "0" || word == "train" || word == "training") return Split::train;
  if (word == "1" || word == "validation" || word == "valid" || word == "val") return Split::validation;
  if (word == "2" || word == "test") return Split::test;
  return std::nullopt;
}

constexpr const char* yes_no_pairs[][2] = {{"0", "1"}, {"-1", "1"}, {"no", "yes"}, {"false", "true"}};

bool means_yes_or_no(const std::string& word) {
  return std::any_of(std::begin(yes_no_pairs), std::end(yes_no_pairs),
                     [&](const auto& pair) { return lower(word) == pair[0] || lower(word) == pair[1]; });
}

/// The cells of one column, each word once.
struct Column {
  std::string title;
  std::vector<std::string> words;
  std::vector<std::uint8_t> cells;  // positions in words

  /// False where there are too many words.
  bool add(const std::string& word) {
    const auto found = std::find(words.begin(), words.end(), word);
    cells.push_back(static_cast<std::uint8_t>(found - words.begin()));
    if (found == words.end()) words.push_back(word);
    return words.size() <= most_words + 1;  // and the empty one
  }

  bool has_empty() const { return std::find(words.begin(), words.end(), "") != words.end(); }

  /// By word whether it means yes; nothing where, but for empty cells, they are not all of one pair.
  std::optional<std::vector<std::uint8_t>> meanings() const {
    for (const auto& [no, yes] : yes_no_pairs) {
      std::vector<std::uint8_t> meaning;
      for (const std::string& word : words) {
        if (word.empty() || lower(word) == no || lower(word) == yes) meaning.push_back(lower(word) == yes);
      }
      if (meaning.size() == words.size()) return meaning;
    }
    return std::nullopt;
  }
};

/// An attribute of the table: by word of a column whether a picture has it.
struct Attribute {
  const Column* column;
  std::vector<std::uint8_t> meaning;
};

Result<std::vector<Attribute>> find_attributes(const std::vector<Column>& columns, bool binary,
                                               AttributeTable& table, const std::string& what) {
  std::vector<Attribute> attributes;
  for (const Column& column : columns) {
    if (auto meaning = column.meanings()) {
      if (column.has_empty()) {
        return fail(what, ": ", quote(column.title), " should be yes or no for every picture, found nothing");
      }
      attributes.push_back({&column, std::move(*meaning)});
      table.attributes.push_back(column.title);
      continue;
    }
    std::vector<std::string> words = column.words;
    std::sort(words.begin(), words.end());
    if (binary) {
      return fail(what, ": ", quote(column.title), " should be -1 or 1, found ", quote(words.front()),
                  " and ", quote(words.back()));
    }
    const auto answer = std::find_if(words.begin(), words.end(), means_yes_or_no);
    // 0, 1 and 2 may be numbers of something; yes, no and nein are not.
    if (answer != words.end() && !std::all_of(words.begin(), words.end(), is_number)) {
      const auto other = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
        return !word.empty() && !means_yes_or_no(word);
      });
      return fail(what, ": ", quote(column.title),
                  " should be yes or no for every picture, in the same words, ", "found ",
                  quote(other == words.end() ? words.back() : *other), " beside ", quote(*answer));
    }
    std::string made;
    for (const std::string& word : words) {
      if (word.empty()) continue;
      std::vector<std::uint8_t> meaning;
      for (const std::string& other : column.words) meaning.push_back(other == word);
      attributes.push_back({&column, std::move(meaning)});
      table.attributes.push_back(column.title + "=" + word);
      made += (made.empty() ? "" : ", ") + table.attributes.back();
    }
    table.notes.push_back("the column " + quote(column.title) +
                          " is an attribute for each of its words: " + made);
  }
  std::unordered_set<std::string> seen;
  for (const std::string& name : table.attributes) {
    if (!seen.insert(name).second) return fail(what, ": the attribute ", quote(name), " stands twice");
    if (name.find(',') != std::string::npos) {
      return fail(what, ": the attribute ", quote(name),
                  " has a comma, which stands between attributes; take another word");
    }
  }
  if (attributes.empty()) return fail(what, ": expected a column for each attribute, found none");
  return attributes;
}

}  // namespace

Result<AttributeTable> parse_attributes(std::string_view text, const std::string& what) {
  Lines lines(text);
  std::vector<std::string> titles, fields;
  std::optional<std::size_t> count;
  if (!lines.next(titles)) return fail(what, ": expected a table of attributes, found an empty file");
  if (lines.has_spaces() && titles.size() == 1 && is_number(titles[0])) {
    count = static_cast<std::size_t>(std::strtoull(titles[0].c_str(), nullptr, 10));
    lines.next(titles);
  }
  if (!lines.next(fields)) return fail(what, ": expected a line for each picture, found none");
  // CelebA has no title over the names of the pictures.
  if (!lines.has_spaces() || titles.size() == fields.size()) titles.erase(titles.begin());

  AttributeTable table;
  std::vector<Column> columns;
  std::size_t split_column = titles.size();
  for (std::size_t i = 0; i < titles.size(); ++i) {
    if (lower(titles[i]) == "split") split_column = i;
    columns.push_back({titles[i], {}, {}});
  }
  std::unordered_set<std::string> seen;
  do {
    if (fields.size() != titles.size() + 1) {
      return fail(lines.place(what), ": expected ", titles.size() + 1, " fields, found ", fields.size());
    }
    if (!seen.insert(fields[0]).second) {
      return fail(lines.place(what), ": the picture ", quote(fields[0]), " stands twice");
    }
    table.pictures.push_back(fields[0]);
    for (std::size_t i = 0; i < titles.size(); ++i) {
      const std::string& cell = fields[i + 1];
      if (i == split_column) {
        const auto split = split_from(cell);
        if (!split) {
          return fail(lines.place(what), ": expected the split train, validation or test, found ",
                      quote(cell));
        }
        table.splits.push_back(*split);
      } else if (!columns[i].add(cell)) {
        return fail(what, ": the column ", quote(titles[i]), " has more than ", most_words,
                    " different words; put them into groups first");
      }
    }
  } while (lines.next(fields));
  if (count && *count != table.pictures.size()) {
    return fail(what, ": the first line says ", *count, " pictures, found ", table.pictures.size(),
                "; correct that line or take it out");
  }
  if (split_column < columns.size())
    columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(split_column));

  const auto attributes = find_attributes(columns, lines.has_spaces(), table, what);
  if (!attributes) return fail(attributes);
  table.values.reserve(table.pictures.size() * attributes->size());
  for (std::size_t row = 0; row < table.pictures.size(); ++row) {
    for (const Attribute& attribute : *attributes) {
      table.values.push_back(attribute.meaning[attribute.column->cells[row]]);
    }
  }
  return table;
}

Result<std::unordered_map<std::string, Split>> parse_partition(std::string_view text,
                                                               const std::string& what) {
  Lines lines(text);
  std::unordered_map<std::string, Split> partition;
  std::vector<std::string> fields;
  for (bool first = true; lines.next(fields); first = false) {
    const auto split = fields.size() == 2 ? split_from(fields[1]) : std::nullopt;
    if (split) {
      if (!partition.emplace(fields[0], *split).second) {
        return fail(lines.place(what), ": the picture ", quote(fields[0]), " stands twice");
      }
    } else if (!first || fields.size() != 2) {  // the first line may hold titles
      return fail(lines.place(what), ": expected a name and 0, 1 or 2, found ",
                  quote(fields.size() == 2 ? fields[1] : fields[0]));
    }
  }
  return partition;
}

}  // namespace jmvae
