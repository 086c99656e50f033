// The page's side of the functions host_* in main_web.cpp: each hands on to a method of Module.host (web/figure.js).
mergeInto(LibraryManager.library, {
  host_request_file: function(path) { Module['host']['request_file'](UTF8ToString(path)); },
  host_cancel_file: function(path) { Module['host']['cancel_file'](UTF8ToString(path)); },
  host_learn: function(command) { Module['host']['learn'](UTF8ToString(command)); },
  host_open_picture: function() { Module['host']['open_picture'](); },
  host_edit_text: function(key, x, y, width, height) {
    Module['host']['edit_text'](UTF8ToString(key), x, y, width, height);
  },
  host_save_picture: function(name, rgba, width, height) {
    var pixels = new Uint8ClampedArray(HEAPU8.subarray(rgba, rgba + width * height * 4));
    Module['host']['save_picture'](UTF8ToString(name), new ImageData(pixels, width, height));
  },
  host_announce: function(sentence) { Module['host']['announce'](UTF8ToString(sentence)); },
  host_state_changed: function(state) { Module['host']['state_changed'](UTF8ToString(state)); },
  host_frame_drawn: function(content_height) { Module['host']['frame_drawn'](content_height); },
  host_failed: function(sentence) { Module['host']['failed'](UTF8ToString(sentence)); },
});
