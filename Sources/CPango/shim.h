// Part of Jianwei, under the Apache License 2.0; see LICENSE.
// SPDX-License-Identifier: Apache-2.0

#ifndef JIANWEI_CPANGO_SHIM_H
#define JIANWEI_CPANGO_SHIM_H

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <pango/pangocairo.h>

#endif
