// The compiled models, web/jmvae_core.wasm, with the memory and text helpers that every call of its C interface needs.

/** The compiled core, with the memory and text helpers that every call needs. */
export class Core {
  static async start(bytes) {
    let module;
    try {
      module = await WebAssembly.compile(bytes);
    } catch (error) {
      throw new Error(`jmvae needs WebAssembly with SIMD: ${error.message}.`);
    }
    // The program has no files, clock or output; anything else that it asks of its surroundings is a call to stop.
    let memory;
    const known = {
      emscripten_notify_memory_growth() {},
      environ_sizes_get(count, size) {
        const words = new Uint32Array(memory.buffer);
        words[count / 4] = words[size / 4] = 0;
        return 0;
      },
      environ_get: () => 0,
    };
    const imports = {};
    for (const {module: room, name} of WebAssembly.Module.imports(module)) {
      (imports[room] ??= {})[name] = known[name] ?? (() => { throw new Error(`jmvae stopped: ${name} was called.`); });
    }
    const {exports} = await WebAssembly.instantiate(module, imports);
    memory = exports.memory;
    exports._initialize?.();
    return new Core(exports);
  }

  constructor(exports) {
    this.exports = exports;
  }

  // Views are made anew for each use, since memory that grows moves.
  get bytes() { return new Uint8Array(this.exports.memory.buffer); }
  floats(at, count) { return new Float32Array(this.exports.memory.buffer, at, count); }
  doubles(at, count) { return new Float64Array(this.exports.memory.buffer, at, count); }
  integers(at, count) { return new Int32Array(this.exports.memory.buffer, at, count); }

  text(at) {
    const bytes = this.bytes;
    return at ? new TextDecoder().decode(bytes.slice(at, bytes.indexOf(0, at))) : null;
  }

  /** Runs work(take), where take(size) gives memory that lasts until work is done. */
  borrow(work) {
    const taken = [];
    const take = size => {
      const at = this.exports.malloc(Math.max(size, 1));
      if (!at) throw new Error(`jmvae is out of memory: ${size} bytes were asked for.`);
      taken.push(at);
      return at;
    };
    try {
      return work(take);
    } finally {
      taken.forEach(at => this.exports.free(at));
    }
  }

  check(result) {
    if (result < 0) throw new Error(this.text(this.exports.jmvae_error()));
    return result;
  }
}
