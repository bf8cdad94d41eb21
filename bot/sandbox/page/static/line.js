/** The socket to the sandbox: sends requests, receives answers and events, and reconnects after a break. */

const FIRST_PAUSE = 250, LONGEST_PAUSE = 4000; // milliseconds

export class Line {
  #socket;
  #asked = new Map();
  #number = 0;
  #pause = FIRST_PAUSE;

  /** `hear` receives each event; `changed` receives whether the line is open. */
  constructor(hear, changed) {
    this.hear = hear;
    this.changed = changed;
    this.#connect();
  }

  /** Ask for something. Rejects with the sandbox's error, or if the line breaks first. */
  ask(what) {
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error("There is no connection."));
    const id = ++this.#number;
    this.#socket.send(JSON.stringify({ id, ...what }));
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  #connect() {
    this.#socket = new WebSocket(`ws://${location.host}/socket`);
    this.#socket.onopen = () => {
      this.#pause = FIRST_PAUSE;
      this.changed(true);
    };
    this.#socket.onmessage = ({ data }) => this.#read(JSON.parse(data));
    this.#socket.onclose = () => {
      for (const { reject } of this.#asked.values()) reject(new Error("The connection was lost."));
      this.#asked.clear();
      this.changed(false);
      setTimeout(() => this.#connect(), this.#pause);
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
    };
  }

  #read(frame) {
    if (frame.event) return this.hear(frame);
    const { resolve, reject } = this.#asked.get(frame.re) ?? {};
    this.#asked.delete(frame.re);
    if (frame.error === undefined) resolve?.(frame.ok);
    else reject?.(new Error(frame.error));
  }
}
