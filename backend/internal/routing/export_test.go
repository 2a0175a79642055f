package routing

// Central are the teams of the topics that leave the neighbourhood, for the test against the directory.
func (r *Rules) Central() map[string]string { return r.central }
