# shellcheck shell=bash
# get_sources FOLDER: SDL2 2.26.5 and Dear ImGui 1.90.1 out of Debian's source packages, as FOLDER/sdl2 and
# FOLDER/imgui. Needs neither root nor a change of the system's package lists, which `apt-get update` must have made.

sdl2_suite=bookworm
imgui_suite=trixie

get_sources() (
  set -eu
  folder=$1
  mkdir -p "$folder"
  folder=$(cd "$folder" && pwd)
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  chmod 755 "$scratch"
  mkdir -p "$scratch/lists/partial" "$scratch/cache/archives/partial"

  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | head -n 1)
  [ -n "$mirror" ] || die "No package lists here yet: run apt-get update first."
  for suite in "$sdl2_suite" "$imgui_suite"; do
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main"
  done > "$scratch/sources.list"

  apt_get() {
    apt-get -qq -o Acquire::Retries=3 -o Dir::Etc::SourceList="$scratch/sources.list" -o Dir::Etc::SourceParts=- \
      -o Dir::State::Lists="$scratch/lists" -o Dir::Cache="$scratch/cache" -o APT::Sandbox::User= "$@"
  }
  cd "$scratch"
  apt_get update
  # The original archives are enough: Debian's changes concern other builds.
  apt_get source --tar-only "libsdl2/$sdl2_suite" "imgui/$imgui_suite"

  for library in sdl2:libsdl2 imgui:imgui; do
    unpacked=$folder/${library%%:*}
    rm -rf "$unpacked" "$unpacked.part"
    mkdir "$unpacked.part"
    tar -xf "$scratch/${library##*:}"_*.orig.tar.* -C "$unpacked.part" --strip-components=1
    mv "$unpacked.part" "$unpacked"
  done
)
