// What the page needs of the browser: a pen on a canvas, pixels, preferences. Everything else is .NET.

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const rgb = name => {
    const hex = color(name);
    return [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
};

const ramps = { state: ["--low", "--zero", "--high"], ink: ["--paper", "--paper", "--ink"] };

// Pen of each canvas that is drawn on: its units and its width in them.
const pens = new WeakMap();

const pen = canvas => {
    const { side, width } = pens.get(canvas);
    const context = canvas.getContext("2d");
    context.setTransform(canvas.width / side, 0, 0, canvas.height / side, 0, 0);
    context.lineWidth = width;
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = color("--ink");
    return context;
};

const line = (context, places) => {
    context.beginPath();
    context.moveTo(places[0], places[1]);
    // A line to where it begins is a dot.
    context.lineTo(places[0], places[1]);
    for (let i = 2; i < places.length; i += 2) { context.lineTo(places[i], places[i + 1]); }
    context.stroke();
};

export const attach = (canvas, side, width, listener) => {
    pens.set(canvas, { side, width });
    let id = null, last = [];
    const place = event => {
        const box = canvas.getBoundingClientRect();
        return [(event.clientX - box.left) * side / box.width, (event.clientY - box.top) * side / box.height];
    };

    canvas.addEventListener("pointerdown", event => {
        if (id !== null || event.button !== 0) { return; }
        canvas.setPointerCapture(event.pointerId);
        id = event.pointerId;
        last = place(event);
        // The listener may clear the canvas first.
        listener.invokeMethod("PenDown", last[0], last[1]);
        line(pen(canvas), last);
    });
    canvas.addEventListener("pointermove", event => {
        if (event.pointerId !== id) { return; }
        // All places since the last event, of which there is one a frame at most.
        const events = event.getCoalescedEvents?.() ?? [];
        const places = (events.length ? events : [event]).flatMap(place);
        listener.invokeMethod("PenMoved", places);
        line(pen(canvas), [...last, ...places]);
        last = places.slice(-2);
    });
    for (const name of ["pointerup", "pointercancel"]) {
        canvas.addEventListener(name, event => {
            if (event.pointerId !== id) { return; }
            id = null;
            listener.invokeMethodAsync("PenUp");
        });
    }
};

export const draw = (canvas, strokes) => {
    const context = pen(canvas);
    context.clearRect(0, 0, pens.get(canvas).side, pens.get(canvas).side);
    for (const stroke of strokes) { line(context, stroke); }
};

export const paint = (canvas, levels, ramp) => {
    const [low, zero, high] = ramps[ramp].map(rgb);
    const context = canvas.getContext("2d");
    const image = context.createImageData(canvas.width, canvas.height);
    for (let i = 0; i < levels.length; i++) {
        const level = (levels[i] - 128) / 127, end = level < 0 ? low : high;
        for (let c = 0; c < 3; c++) { image.data[4 * i + c] = zero[c] + (end[c] - zero[c]) * Math.abs(level); }
        image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
};

export const onColors = listener =>
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => listener.invokeMethod("Repaint"));

export const prefersReducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export const mark = name => {
    if (!performance.getEntriesByName(name).length) { performance.mark(name); }
};
