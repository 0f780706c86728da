package io.safeops.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.coordinate.Forecast;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a review says of how long a run would take. */
class ForecastViewTest {

  private static Forecast forecast(boolean isMeasured) {
    return new Forecast(
        50,
        List.of(
            new Forecast.ForecastPhase("arming", Duration.ofSeconds(60)),
            new Forecast.ForecastPhase("quiet", Duration.ofSeconds(25))),
        Duration.ofSeconds(80),
        isMeasured,
        "a look takes 0.50 s a node with 8 at once");
  }

  private static String text(Forecast forecast) {
    StringWriter out = new StringWriter();
    ForecastView.text(forecast, new PrintWriter(out, true));
    return out.toString();
  }

  @Test
  void theTimeIsShownWithItsPartsAndWhatItIsComputedFrom() {
    assertThat(text(forecast(true)))
        .contains(
            "takes about 85 s without the change itself and your time: arming 60 s, quiet 25 s")
        .contains("(measured: a look takes 0.50 s a node with 8 at once)");
  }

  @Test
  void whatWasNotMeasuredIsNotShown() {
    assertThat(text(forecast(false))).isEmpty();
  }

  @Test
  void programsAreToldTheSame() {
    assertThat(ForecastView.json(forecast(true)))
        .containsEntry("measured", true)
        .containsEntry("fits", false)
        .containsEntry("totalSeconds", 85.0)
        .containsEntry("partsSeconds", Map.of("arming", 60.0, "quiet", 25.0));
  }
}
