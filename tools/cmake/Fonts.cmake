# The typefaces, cut down to the characters in use: Inter built into the screens, Noto Sans CJK for their Chinese, EB
# Garamond for the page around them, whose Chinese is set in what the visitor's system has.

# On the screens, which also name visitors' files: Latin, alpha, dashes and quotation marks, bullet, ellipsis, arrows, minus, about, at most, at least,
# turning arrows, cross.
set(JMVAE_CHARACTERS
    20-7e,a0-ff,3b1,2013-2014,2018-2019,201c-201d,2026,2190-2193,2212)
# In the page's own text: English, with its dashes, quotation marks and ellipsis, the times sign and the middle dot.
set(JMVAE_PAGE_CHARACTERS 20-7e,a0,b7,d7,2013-2014,2018-2019,201c-201d,2026)

# Debian's fontTools belong to the system's Python, which need not be the first in PATH.
find_program(JMVAE_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(JMVAE_PYTHON python3 NO_CMAKE_FIND_ROOT_PATH REQUIRED DOC "Python 3 with fontTools and brotli")

function(jmvae_find_font font package)
  find_file(JMVAE_FONT_${font} ${font}.otf PATHS /usr/share/fonts/opentype /usr/local/share/fonts
            PATH_SUFFIXES inter ebgaramond NO_CMAKE_FIND_ROOT_PATH REQUIRED
            DOC "Font file ${font}.otf (Debian: ${package})")
endfunction()
jmvae_find_font(Inter-Regular fonts-inter)
jmvae_find_font(Inter-SemiBold fonts-inter)
if(EMSCRIPTEN)
  jmvae_find_font(EBGaramond12-Regular fonts-ebgaramond)
endif()

# jmvae_subset_font(FONT OUTPUT CHARACTERS [options of subset_font.py]): makes the file OUTPUT.
function(jmvae_subset_font font output characters)
  set(script ${PROJECT_SOURCE_DIR}/tools/subset_font.py)
  add_custom_command(OUTPUT ${output}
    COMMAND ${JMVAE_PYTHON} ${script} ${JMVAE_FONT_${font}} ${output} --characters ${characters} ${ARGN}
    DEPENDS ${script} ${JMVAE_FONT_${font}} VERBATIM COMMENT "Cutting down ${font}")
endfunction()

foreach(weight Regular Bold)
  find_file(JMVAE_FONT_CHINESE_${weight} NotoSansCJK-${weight}.ttc PATHS /usr/share/fonts/opentype /usr/local/share/fonts
            PATH_SUFFIXES noto NO_CMAKE_FIND_ROOT_PATH REQUIRED
            DOC "Font file NotoSansCJK-${weight}.ttc (Debian: fonts-noto-cjk)")
endforeach()

# jmvae_subset_chinese(OUTPUT): makes the file OUTPUT, the Chinese of all that src/app says, and of what the page hands to
# it to be said.
function(jmvae_subset_chinese output)
  set(app ${PROJECT_SOURCE_DIR}/src/app)
  set(scripts ${PROJECT_SOURCE_DIR}/tools/subset_chinese.py ${PROJECT_SOURCE_DIR}/tools/subset_font.py)
  list(GET scripts 0 script)
  set(fonts ${JMVAE_FONT_CHINESE_Regular} ${JMVAE_FONT_CHINESE_Bold})
  file(GLOB sources CONFIGURE_DEPENDS ${app}/*.h ${app}/*.cpp)
  list(APPEND sources ${PROJECT_SOURCE_DIR}/web/chinese.js)
  add_custom_command(OUTPUT ${output}
    COMMAND ${JMVAE_PYTHON} ${script} ${fonts} ${output} --table ${app}/words.inc --names ${app}/attributes.cpp
      --sources ${sources}
    DEPENDS ${scripts} ${fonts} ${app}/words.inc ${sources} VERBATIM COMMENT "Cutting down Noto Sans CJK")
endfunction()
