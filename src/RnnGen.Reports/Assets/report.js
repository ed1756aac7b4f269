"use strict";
(() => {
    const data = JSON.parse(document.getElementById("report-data").textContent);
    const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const colors = 6;

    const number = value => {
        if (value == null) { return "–"; }
        const size = Math.abs(value);
        return size !== 0 && (size < 1e-4 || size >= 1e6) ? value.toExponential(2) : String(Number(value.toPrecision(5)));
    };

    // Curves. Each has places of its own: join makes them one table, where undefined is no point and null is a gap.
    const table = (chart, logarithmic) => {
        const joined = uPlot.join(chart.curves.map(curve => [curve.x, curve.y]));
        return logarithmic
            ? joined.map((column, i) => i === 0 ? column : column.map(value => value <= 0 && value !== null ? null : value))
            : joined;
    };

    const fade = (hex, alpha) => hex + Math.round(alpha * 255).toString(16).padStart(2, "0");

    const series = curve => {
        const base = color("--c" + curve.color % colors);
        const faint = curve.style === "faint";
        return {
            label: curve.name,
            stroke: faint ? fade(base, 0.4) : base,
            width: faint ? 1 : 2,
            dash: curve.style === "dashed" ? [6, 4] : undefined,
            points: faint ? { show: false } : undefined,
            value: (_, value) => number(value),
        };
    };

    const axis = more => ({
        stroke: color("--muted"),
        grid: { stroke: color("--edge"), width: 1 },
        ticks: { stroke: color("--edge"), width: 1 },
        ...more,
    });

    const options = (chart, width, logarithmic) => ({
        width,
        height: 260,
        cursor: { sync: { key: chart.xLabel, scales: ["x", null] }, drag: { x: true, y: false } },
        scales: { x: { time: false }, y: logarithmic ? { distr: 3, log: 10 } : {} },
        axes: [
            axis({ label: chart.xLabel, labelSize: 22, size: 36, values: (_, ticks) => ticks.map(number) }),
            // As wide as its longest number: a norm of 0.00012 is not cut off.
            axis({ size: (_, ticks) => 24 + 7 * Math.max(4, ...(ticks ?? []).map(tick => String(tick ?? "").length)), values: (_, ticks) => ticks.map(tick => tick == null ? "" : number(tick)) }),
        ],
        series: [{ label: chart.xLabel, value: (_, value) => number(value) }, ...chart.curves.map(series)],
        bands: chart.bands.map(([lower, upper]) => ({
            series: [upper + 1, lower + 1],
            fill: fade(color("--c" + chart.curves[upper].color % colors), 0.18),
        })),
    });

    const plots = [...document.querySelectorAll("[data-chart]")].map(place => {
        const chart = data.charts[place.dataset.chart];
        const positive = chart.curves.some(curve => curve.y.some(value => value > 0));
        const state = { place, chart, logarithmic: chart.logarithmic && positive, plot: null };
        const button = document.querySelector(`[data-scale="${place.dataset.chart}"]`);
        button.hidden = !positive;
        button.addEventListener("click", () => {
            state.logarithmic = !state.logarithmic;
            draw(state);
        });
        state.button = button;
        new ResizeObserver(() => state.plot && state.plot.setSize({ width: place.clientWidth, height: 260 })).observe(place);
        return state;
    });

    const draw = state => {
        state.button.setAttribute("aria-pressed", String(state.logarithmic));
        if (state.plot) { state.plot.destroy(); }
        if (!state.chart.curves.some(curve => curve.y.some(value => value !== null))) {
            state.place.textContent = "No finite value.";
            return;
        }
        state.plot = new uPlot(
            options(state.chart, state.place.clientWidth, state.logarithmic), table(state.chart, state.logarithmic), state.place);
    };

    // Pictures.
    const rgb = name => {
        const hex = color(name);
        return [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
    };
    const mix = (a, b, part) => a.map((value, i) => value + (b[i] - value) * part);

    const palette = limit => {
        const table = [];
        for (let level = 0; level < 256; level++) {
            if (limit === 0) {
                table.push(mix(rgb("--paper"), rgb("--ink"), level / 255));
            } else {
                const value = Math.max(-1, (level - 128) / 127);
                table.push(level === 0 ? rgb("--gap") : mix(rgb("--zero"), rgb(value < 0 ? "--low" : "--high"), Math.abs(value)));
            }
        }
        return table;
    };

    const rowHeight = 8, least = 120, most = 480;

    const size = (canvas, picture) => {
        if (!canvas.closest(".maps")) { return; }
        const height = Math.min(most, Math.max(least, picture.height * rowHeight));
        canvas.style.height = height + "px";
        if (canvas.closest(".input")) {
            canvas.style.width = Math.min(240, Math.max(40, picture.width * height / picture.height)) + "px";
        }
    };

    const paint = (canvas, palettes) => {
        const picture = data.pictures[canvas.dataset.picture];
        const cells = atob(picture.cells);
        const shades = palettes[picture.limit === 0 ? 0 : 1];
        canvas.width = picture.width;
        canvas.height = picture.height;
        size(canvas, picture);
        const context = canvas.getContext("2d");
        const image = context.createImageData(picture.width, picture.height);
        for (let i = 0; i < cells.length; i++) {
            image.data.set([...shades[cells.charCodeAt(i)], 255], 4 * i);
        }
        context.putImageData(image, 0, 0);
    };

    const range = (index, count) => count === 1 ? String(index) : `${index * count} to ${(index + 1) * count - 1}`;

    const pictures = [...document.querySelectorAll("[data-picture]")];
    for (const canvas of pictures) {
        const output = canvas.parentElement.querySelector("output");
        if (!output) { continue; }
        const picture = data.pictures[canvas.dataset.picture];
        const cells = atob(picture.cells);
        canvas.addEventListener("mousemove", event => {
            const column = Math.min(picture.width - 1, Math.max(0, Math.floor(event.offsetX / canvas.clientWidth * picture.width)));
            const row = Math.min(picture.height - 1, Math.max(0, Math.floor(event.offsetY / canvas.clientHeight * picture.height)));
            const level = cells.charCodeAt(row * picture.width + column);
            const value = picture.limit === 0 ? (level / 255).toFixed(2)
                : level === 0 ? "not finite" : ((level - 128) / 127 * picture.limit).toPrecision(2);
            output.textContent = `step ${range(row, picture.steps)}, unit ${range(column, picture.units)}: ${value}`;
        });
        canvas.addEventListener("mouseleave", () => { output.textContent = ""; });
    }

    const render = () => {
        plots.forEach(draw);
        const palettes = [palette(0), palette(1)];
        pictures.forEach(canvas => paint(canvas, palettes));
        document.documentElement.dataset.rendered = String(plots.length + pictures.length);
    };

    // Charts and pictures take the colours of the page, which follow the system's.
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
    render();
})();
