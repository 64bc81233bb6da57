/** What the server tells the browser about where it runs. Nothing of it is known while building. */
export interface ConsoleConfig {
  supabaseUrl: string;
  publishableKey: string;
}
