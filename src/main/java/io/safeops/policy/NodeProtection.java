package io.safeops.policy;

/**
 * The protection that a node of the inventory has if a change cuts it off.
 *
 * @param node its name
 * @param survivesReboot whether its guard would also undo after a reboot
 * @param stormProbe whether its guard would watch for a storm of broadcasts
 */
public record NodeProtection(
    String node, boolean survivesReboot, boolean stormProbe, OutOfBandProtection outOfBand) {}
