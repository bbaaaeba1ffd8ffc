import { signedOutEvent } from '../api/client.ts';

const channelName = 'monago.session';

/** Says to every open page of this browser that the session is over: none of them may go on showing what it held. */
export function announceSessionEnd(): void {
  window.dispatchEvent(new Event(signedOutEvent));
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('ended');
  channel.close();
}

/** Hears of a session that was ended in another page. @returns how to stop listening */
export function hearSessionEnd(): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = () => {
    window.dispatchEvent(new Event(signedOutEvent));
  };
  return () => channel.close();
}
