// Variables that `cargo xtask test` sets for the suite.

export function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask test --only e2e\``);
  return value;
}
