/** The part of WebAssembly that flite's thread needs. TypeScript has it only among the browser's types. */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: "WebAssembly.Module";
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  const Module: new (bytes: Uint8Array) => Module;
  type Imports = Record<string, Record<string, unknown>>;
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
}
