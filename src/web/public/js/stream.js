/** Hear what is new for a person. A hidden page lets go, so that many open windows do not use up the browser's connections. */
export function openStream({ onMessage, onElsewhere, onClock }) {
  let source;
  let as;
  let after = 0;

  function connect() {
    source?.close();
    source = undefined;
    if (as === undefined || document.hidden) return;
    source = new EventSource(`/api/local/stream?as=${as}&after=${after}`);
    const hear = (name, told) =>
      source.addEventListener(name, (event) => {
        if (event.lastEventId) after = Math.max(after, Number(event.lastEventId));
        told(JSON.parse(event.data));
      });
    hear('message', onMessage);
    hear('elsewhere', onElsewhere);
    hear('clock', onClock);
  }

  document.addEventListener('visibilitychange', connect);
  return {
    listen(person, from) {
      as = person;
      after = Math.max(after, from);
      connect();
    },
  };
}
