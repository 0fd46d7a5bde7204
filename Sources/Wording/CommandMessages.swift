// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

/// What the commands say in general.
package enum CommandMessages {}
