package core

import _ "time/tzdata" // a kiosk or container without zone files still knows when a day ends in Kortrijk
