# What the scripts of this folder share; sourced with the project's root as the working directory.

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# run_as_root COMMAND...: directly, through sudo, or not at all.
run_as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "This needs root and there is no sudo. As root, run: $*"
  fi
}

# configure FOLDER COMMAND...: runs CMake once; later builds configure themselves again where a list has changed.
configure() {
  local folder=$1
  shift
  if [ ! -e "$folder/build.ninja" ]; then "$@"; fi
}
