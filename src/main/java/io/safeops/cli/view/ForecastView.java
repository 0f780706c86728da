package io.safeops.cli.view;

import io.safeops.run.coordinate.Forecast;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows how long a run would take, if that could be measured. */
final class ForecastView {

  private ForecastView() {}

  static void text(Forecast forecast, PrintWriter out) {
    if (forecast.isMeasured()) {
      out.println(
          "          takes about "
              + Forecast.seconds(forecast.total())
              + " without the change itself and your time: "
              + forecast.text());
    }
  }

  static Map<String, Object> json(Forecast forecast) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("measured", forecast.isMeasured());
    json.put("fits", forecast.fits());
    json.put("totalSeconds", forecast.total().toMillis() / 1000.0);
    Map<String, Object> parts = new LinkedHashMap<>();
    forecast
        .parts()
        .forEach(
            forecastPhase ->
                parts.put(forecastPhase.name(), forecastPhase.length().toMillis() / 1000.0));
    json.put("partsSeconds", parts);
    json.put("basis", forecast.basis());
    return json;
  }
}
