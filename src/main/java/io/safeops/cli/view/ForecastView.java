package io.safeops.cli.view;

import io.safeops.document.WrittenObject;
import io.safeops.run.coordinate.Forecast;
import io.safeops.schema.ReviewSchema;
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
    Map<String, Object> parts = new LinkedHashMap<>();
    forecast.parts().forEach(part -> parts.put(part.name(), part.length().toMillis() / 1000.0));
    return WrittenObject.by(ReviewSchema.FORECAST)
        .with("measured", forecast.isMeasured())
        .with("fits", forecast.fits())
        .with("totalSeconds", forecast.total().toMillis() / 1000.0)
        .with("partsSeconds", parts)
        .with("basis", forecast.basis())
        .done();
  }
}
