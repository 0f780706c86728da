package io.safeops.signature;

import static io.safeops.signature.Signers.MESSAGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of allowed signers, at the edges of their times: the verdict is that of ssh-keygen. */
@Tag("process")
class OpenSshSameVerdictTest {

  private static final DateTimeFormatter VERIFY_TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");
  private static final HandMadeKey KEY = HandMadeKey.ed25519();
  private static final String ARMORED = HandMadeSignature.armored(KEY, MESSAGE);

  @TempDir Path dir;

  /** Each time is judged one second before it, at it, and one second after it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          valid-after="20261201Z"              | 2026-12-01T00:00:00 | UTC
          valid-before="20261201Z"             | 2026-12-01T00:00:00 | UTC
          valid-before="202612011234Z"         | 2026-12-01T12:34:00 | UTC
          valid-after="20261201123456Z"        | 2026-12-01T12:34:56 | UTC
          valid-after="20261201"               | 2026-11-30T23:00:00 | Europe/Berlin
          valid-before="20261201"              | 2026-11-30T23:00:00 | Europe/Berlin
          valid-before="202607011200"          | 2026-07-01T11:00:00 | Europe/Berlin
          valid-before="202607011200"          | 2026-07-01T10:00:00 | Europe/Berlin
          valid-after="20260701120000"         | 2026-07-01T11:00:00 | Europe/Berlin
          valid-after="202603290230"           | 2026-03-29T01:30:00 | Europe/Berlin
          valid-after="202610250230"           | 2026-10-25T01:30:00 | Europe/Berlin
          valid-after="20260701"               | 2026-06-30T15:00:00 | Asia/Tokyo
          valid-before="20260701"              | 2026-07-01T05:00:00 | America/New_York
          valid-before="20261201"              | 2026-12-01T05:00:00 | America/New_York
          valid-after="20260701"               | 2026-06-30T14:00:00 | Australia/Sydney
          valid-after="20260101"               | 2025-12-31T14:00:00 | Australia/Sydney
          valid-before="20260701Z"             | 2026-07-01T00:00:00 | America/New_York
          """)
  void timesAreThoseOfSshKeygen(String option, String around, String zone) throws Exception {
    Instant middle = LocalDateTime.parse(around).toInstant(ZoneOffset.UTC);
    for (int seconds = -1; seconds <= 1; seconds++) {
      sameVerdict(option, zone, middle.plusSeconds(seconds));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "namespaces=\"approval@safeops.io\"",
        "namespaces=\"*\"",
        "namespaces=\"head@*,approval@*\"",
        "namespaces=\"approva?@safeops.io\"",
        "namespaces=\"*,!head@*\"",
        "namespaces=\"*,!approval@*\"",
        "namespaces=\"!approval@*,*\"",
        "namespaces=\"!head@*\"",
        "namespaces=\"Approval@safeops.io\"",
        "namespaces=\"*@*@*\"",
        "namespaces=\"**safeops**\"",
        "NAMESPACES=\"file\",VALID-AFTER=\"20260101Z\"",
        "Namespaces=\"approval@safeops.io\",Valid-After=\"20260101Z\",valid-before=\"20270101Z\"",
        "cert-authority",
        "cert-authority,namespaces=\"*\"",
      })
  void optionsAreThoseOfSshKeygen(String option) throws Exception {
    sameVerdict(option, "UTC", Signers.NOW);
  }

  private void sameVerdict(String option, String zone, Instant at) throws Exception {
    String line = "alice " + option + " " + KEY.line();
    OpenSsh openSsh = new OpenSsh(dir).with("TZ", zone);
    String time = "-Overify-time=" + VERIFY_TIME.format(at.atOffset(ZoneOffset.UTC));
    OpenSsh.Ended theirs = openSsh.verify(openSsh.signers(line), "alice", ARMORED, MESSAGE, time);
    assertThat(accepts(line, zone, at))
        .as("%s in %s at %s, for ssh-keygen: %s", option, zone, at, theirs.text())
        .isEqualTo(theirs.exit() == 0);
  }

  private static boolean accepts(String line, String zone, Instant at) throws DocumentException {
    AllowedSigners signers = AllowedSigners.parse("signers", line.getBytes(UTF_8), ZoneId.of(zone));
    try {
      signers.verify(ARMORED, MESSAGE, SignatureNamespace.APPROVAL, at);
      return true;
    } catch (SignatureException refused) {
      return false;
    }
  }

  /** A line that ssh-keygen complains about and passes over does not load here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "alice ssh-ed25519",
        "alice verify-required KEY",
        "alice namespaces=file KEY",
        "alice namespaces=\"file KEY",
        "alice namespaces=\"a\",namespaces=\"b\" KEY",
        "alice valid-after=\"tomorrow\" KEY",
        "alice valid-after=\"2026\" KEY",
        "alice valid-after=\"20270101Z\",valid-before=\"20260101Z\" KEY",
        "alice valid-after=\"20270101Z\",valid-before=\"20270101Z\" KEY",
        "alice cert-authority, KEY",
        "alice cert-authority=\"x\" KEY",
        "alice ssh-ed25519 AAAA",
        "alice ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      })
  void whatSshKeygenComplainsAboutDoesNotLoad(String written) throws Exception {
    String line = written.replace("KEY", KEY.line());
    OpenSsh openSsh = new OpenSsh(dir);
    Path signers = openSsh.signers(line);
    OpenSsh.Ended theirs = openSsh.verify(signers, "alice", ARMORED, MESSAGE);
    assertThat(theirs.exit()).as(theirs.text()).isNotZero();
    assertThat(theirs.text()).contains(signers + ":1: ");
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> AllowedSigners.load(signers)))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(signers + ":1:");
  }
}
