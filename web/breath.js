/** Lets the browser do what waits, such as showing the page; then work goes on. */
export const breath = () => new Promise(done => { setTimeout(done); });
