# shellcheck shell=bash
# What the scripts of this folder share; sourced with the project's root as the working directory.

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
die() {
  printf '%s\n' "$*" >&2
  exit 1
}

# check_arguments SCRIPT ARGUMENTS...: has a script answer --help or refuse what it does not take, before anything is set up
# for it. Places are meant from $start, where the tool was called.
check_arguments() {
  command -v node >/dev/null && command -v npm >/dev/null || die "node or npm is missing; tools/setup installs them."
  case " $* " in
    *" --help "* | *" -h "*) exec node "$@" ;;
  esac
  (cd "$start" && node "$@" --check) || exit
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

# Configures where that was not done yet, and builds what changed. Build files configure themselves again later.
build_web() { # [Release|Debug]
  if [ ! -e build/web/build.ninja ] || ! grep -qx "CMAKE_BUILD_TYPE:STRING=${1-Release}" build/web/CMakeCache.txt; then
    emcmake cmake --preset web -D CMAKE_BUILD_TYPE="${1-Release}"
  fi
  cmake --build --preset web
}
build_native() {
  [ -e build/release/build.ninja ] || cmake --preset release
  cmake --build --preset release
}
