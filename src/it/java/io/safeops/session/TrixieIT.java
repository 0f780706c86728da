package io.safeops.session;

import io.safeops.lab.NeedsLab;
import io.safeops.lab.OnSuite;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Runs the main cases on nodes with Debian trixie: OVN 25.03, OVS 3.5. */
@NeedsLab
@OnSuite("trixie")
@Tag("trixie")
class TrixieIT {

  @Nested
  class Doctor extends DoctorIT {}

  @Nested
  class Refuse extends RefuseIT {}

  @Nested
  class Confirm extends ConfirmIT {}

  @Nested
  class Central extends CentralIT {}

  @Nested
  class Protocols extends ProtocolsIT {}

  @Nested
  class Binding extends BindingIT {}

  @Nested
  class Storm extends StormIT {
    @Override
    int runs() {
      return 1;
    }
  }
}
