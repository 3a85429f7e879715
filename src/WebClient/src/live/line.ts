import { HttpTransportType, type HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

export interface Line {
  readonly connection: HubConnection;
  /**
   * Ends an attempt that nobody answers. A browser opens one WebSocket at a time to an address: one that is still being opened would keep back
   * all that come after it, for minutes.
   */
  readonly giveUp: () => void;
}

/** A line to the server, not opened yet. */
export function newLine(withoutWebSockets: boolean): Line {
  let opening: WebSocket | undefined;
  const Socket =
    typeof WebSocket === 'undefined'
      ? undefined
      : class extends WebSocket {
          constructor(url: string | URL, protocols?: string | string[]) {
            super(url, protocols);
            opening = this;
          }
        };
  // Taken by SignalR in the browser too, though its types keep it to themselves.
  const byWebSockets = { transport: HttpTransportType.WebSockets, skipNegotiation: true, WebSocket: Socket };
  const connection = new HubConnectionBuilder()
    .withUrl(
      '/live',
      withoutWebSockets
        ? { transport: HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling }
        : byWebSockets,
    )
    .configureLogging(LogLevel.None)
    .withServerTimeout(40_000)
    .withKeepAliveInterval(15_000)
    .build();
  return {
    connection,
    giveUp: () => {
      opening?.close();
      void connection.stop().catch(() => undefined);
    },
  };
}
