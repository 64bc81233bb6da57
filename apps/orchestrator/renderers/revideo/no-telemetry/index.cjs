/** What Revideo's own packages ask of its telemetry, without any of it. */
exports.EventName = {
  RenderStarted: "revideo-render-started",
  ServerStarted: "revideo-server-started",
  CLICommand: "revideo-cli-command",
  CreateCommand: "revideo-create-command",
  Error: "revideo-error",
};
exports.sendEvent = () => Promise.resolve();
